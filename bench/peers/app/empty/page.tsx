/** What a page of Next weighs that does nothing. */
export default function Empty() {
  return <p>Nothing.</p>
}
