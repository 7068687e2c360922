// The connection to the page's server: held while the page can be seen, made anew where it hangs.

const SILENCE = 5000; // ms: the server speaks twice a second
const PATIENCE = 30000; // ms until the first news, which may be much
const AGAIN = 1000; // ms between attempts
const WHILE_FULL = 5000;

export class Connection {
  /** @param told functions for pipeline, news, full and lost */
  constructor(told) {
    this.told = told;
    document.addEventListener("visibilitychange", () => this.seen());
    this.seen();
  }

  /** Browsers have six connections to a server for all their tabs: what is not seen takes none. */
  seen() {
    if (document.hidden) this.end();
    else this.begin();
  }

  begin() {
    this.end();
    this.heard = false; // whether news has come
    this.source = new EventSource("/live");
    this.source.addEventListener("pipeline", (e) => this.hear(() => this.told.pipeline(JSON.parse(e.data))));
    this.source.addEventListener("news", (e) => this.hear(() => {
      this.told.news(JSON.parse(e.data), !this.heard);
      this.heard = true;
    }));
    this.source.addEventListener("full", (e) => {
      this.told.full(JSON.parse(e.data));
      this.beginIn(WHILE_FULL);
    });
    this.source.onerror = () => {
      this.told.lost();
      this.beginIn(AGAIN);
    };
    this.listen();
  }

  hear(tell) {
    tell();
    this.listen();
  }

  listen() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.told.lost();
      if (this.heard) this.begin();
      else this.timer = setTimeout(() => this.begin(), PATIENCE);
    }, SILENCE);
  }

  beginIn(millis) {
    this.end();
    this.timer = setTimeout(() => this.begin(), millis);
  }

  end() {
    clearTimeout(this.timer);
    this.source?.close();
  }
}
