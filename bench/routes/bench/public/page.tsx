/** A page for everybody. Its frame reads who is signed in, as that of every page does. */
export default function Page() {
  return <p>The same words for everybody.</p>
}
