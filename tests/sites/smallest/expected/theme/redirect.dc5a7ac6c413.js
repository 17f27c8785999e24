// Leads on from an old address and keeps the place that the link named. Without it the page leads on too,
// to the top of the new one.
(function (to) {
  var hash = to.indexOf("#") < 0 ? window.location.hash : "";
  window.location.replace(to + hash);
})(document.currentScript.getAttribute("data-to"));
