// Words marked in the letter stand in the form at once. Without it they are copied there.
const letter = document.querySelector("[data-letter]");
const words = document.querySelector("[data-words]");

document.addEventListener("selectionchange", () => {
  const marked = document.getSelection();
  if (letter && words && !marked.isCollapsed && letter.contains(marked.anchorNode) && letter.contains(marked.focusNode)) words.value = marked.toString().trim();
});
