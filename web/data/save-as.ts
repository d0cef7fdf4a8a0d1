/** Gives the person a file that the server answered with; it is called as the server says where no other name is given. */
export async function saveAs(answer: Response, name: string = nameOf(answer)): Promise<void> {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await answer.blob())
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

function nameOf(answer: Response): string {
  const said = /filename\*=UTF-8''([^;]+)/i.exec(answer.headers.get('Content-Disposition') ?? '')?.[1]
  return said ? decodeURIComponent(said) : 'paper.pdf'
}
