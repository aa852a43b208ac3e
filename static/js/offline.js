// Help now is kept on this device for when there is no network. It waits until the page stands and
// the browser has nothing better to do; an error page has no manifest, and keeps nothing.
const begin = () => {
  // Without it everything works as before, as long as there is a network.
  navigator.serviceWorker.register("/service-worker.js").catch(() => {});
};

const whenIdle = () => (window.requestIdleCallback ? requestIdleCallback(begin) : setTimeout(begin, 1000));

if ("serviceWorker" in navigator && document.querySelector('link[rel="manifest"]')) {
  if (document.readyState === "complete") whenIdle();
  else addEventListener("load", whenIdle, { once: true });
}
