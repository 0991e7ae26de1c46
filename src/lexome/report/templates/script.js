"use strict";
(function () {
  var button = document.getElementById("print");
  if (button) { button.hidden = false; button.addEventListener("click", function () { window.print(); }); }
})();
