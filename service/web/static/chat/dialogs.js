// Dialogs with buttons: the browser's own <dialog> keeps the focus inside and gives it back afterwards.

/** Opens a dialog and hands over the value of the button that closed it ("cancel" for Escape). */
export function chooseIn(dialog, chosen) {
  dialog.returnValue = "cancel";
  dialog.addEventListener("close", () => chosen(dialog.returnValue), { once: true });
  dialog.showModal();
}
