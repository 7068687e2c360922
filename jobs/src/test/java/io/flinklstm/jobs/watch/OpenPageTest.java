package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.record.Origin;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page in a browser, of a board that is filled here; there is no Kafka and no Flink. */
class OpenPageTest {

  private static final double HIGH = 0.99995;
  private static final int EXPECTED = 10;

  @TempDir private static Path profile;
  private static Browser browser;

  private final PausedByHand controls = new PausedByHand();
  private Watch watch;
  private URI page;

  @BeforeAll
  static void start() {
    browser = Browser.start(profile);
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void serve() {
    watch = WatchOfNothing.start(Optional.of(controls));
    page = watch.serve(new WatchOptions(WatchOptions.LOOPBACK, 0, WatchOptions.ALARM_FROM));
  }

  @AfterEach
  void stop() throws InterruptedException {
    watch.close();
  }

  /** A result of one value, a second after the one of the step before. */
  private void add(String key, long step, float value, double score) {
    float[] values = {value};
    float[] expected = {EXPECTED};
    float[] errors = {value - EXPECTED};
    Origin origin = new Origin("in", 0, step);
    watch
        .board()
        .add(
            new Observed(
                key,
                step * 1_000,
                step,
                values,
                expected,
                expected,
                errors,
                Math.abs(errors[0]),
                score,
                "00",
                origin),
            result -> new float[0]);
  }

  private void addSteps(String key, int from, int to) {
    for (int step = from; step <= to; step++) {
      add(key, step, step, 0.5);
    }
  }

  private static void awaitText(String selector, String part) {
    browser.await(selector + " says " + part, () -> browser.text(selector).contains(part));
  }

  @Test
  void aRefusedActionIsSaidUntilTheNext() {
    browser.open(page.resolve("/#token=wrong").toString());
    browser.await("!document.querySelector('#controls').hidden");
    browser.click("#pause");
    awaitText("#acted", "Open the address that was printed");
    browser.await("document.querySelector('#pause').disabled");
    add("a", 7, 1, 0.5);
    awaitText("#clock", "00:00:07"); // news has come since
    assertThat(browser.text("#acted")).contains("pause was refused");
    assertThat(controls.replaying().paused()).isFalse();
    browser.script("location.hash = arguments[0]", page.getFragment());
    browser.await("!document.querySelector('#pause').disabled");
    browser.click("#pause");
    awaitText("#pause", "Resume");
    assertThat(browser.text("#acted")).isEmpty();
  }

  @Test
  void anAlarmsLinkShowsItsMomentAndItsNeighbours() {
    String key = "a/b c&at=1#?";
    addSteps(key, 1, 299);
    add(key, 300, 300, HIGH);
    addSteps(key, 301, 900);
    browser.open(page.toString());
    browser.await("document.querySelector('#alarms a')");
    browser.click("#alarms a");
    awaitText("#key-reading", " 300 entries");
    assertThat(browser.text("#key-title")).isEqualTo(key);
    assertThat(browser.text("#key-said")).contains(" 300 entries");
    browser.await("document.activeElement.id === 'key-charts'");
    addSteps(key, 901, 910);
    awaitText("#key-facts", "910 steps seen");
    assertThat(browser.text("#key-reading")).contains(" 300 entries");
    browser.pressWithShift(Keys.ARROW_RIGHT);
    awaitText("#key-said", " 301 entries");
    browser.pressWithShift(Keys.ARROW_LEFT);
    browser.pressWithShift(Keys.ARROW_LEFT);
    awaitText("#key-said", " 299 entries");
    browser.await(
        "document.querySelector('#key-forecast .u-cursor-x').getBoundingClientRect().x > 0");
    browser.press(Keys.END);
    awaitText("#key-reading", " 910 entries");
  }

  @Test
  void anOpenKeyBeginsAnewWhereAllIsReadAnew() {
    addSteps("a", 1, 400);
    addSteps("b", 1, 200);
    add("b", 201, 201, HIGH);
    browser.open(page.toString());
    browser.await("document.querySelectorAll('.card').length === 2");
    browser.script("location.hash = 'key=b'");
    awaitText("#key-facts", "201 steps seen");
    browser.script("document.querySelector('[data-zoom=in]').click()");
    browser.script("document.querySelector('[data-zoom=earlier]').click()");
    browser.await("document.querySelector('#key-follow').getAttribute('aria-pressed') === 'false'");
    watch.board().clear();
    addSteps("b", 1, 190); // which is the first now
    addSteps("a", 1, 400);
    awaitText("#key-facts", "190 steps seen");
    assertThat(browser.text("#key-title")).isEqualTo("b");
    assertThat(browser.text("#key-reading")).contains(" 190 entries");
    assertThat(browser.text("#alarm-count")).isEqualTo("none yet");
    assertThat(browser.script("return document.querySelector('#key-follow').ariaPressed"))
        .as("the range is as it was")
        .isEqualTo("false");
  }

  @Test
  void aMissingValueIsNotNought() {
    addSteps("a", 8, 12);
    add("a", 13, Float.NaN, HIGH);
    browser.open(page.toString());
    awaitText(".card-bottom", "– entries, 10 expected");
    assertThat(browser.text("#alarms")).contains("no value, 10.0 expected");
    browser.click(".card");
    awaitText("#key-reading", "no value · 10 expected");
  }

  @Test
  void resultsAreDrawnInTheOrderOfTheirTimes() {
    addSteps("a", 1, 50);
    float[] one = {7};
    watch
        .board()
        .add(
            new Observed("a", 2_500, 51, one, one, one, one, 0, 0.5, "00", new Origin("in", 0, 51)),
            result -> new float[0]);
    browser.open(page.toString());
    browser.await("document.querySelector('.card')");
    browser.click(".card");
    awaitText("#key-reading", " 50 entries");
    browser.pressWithShift(Keys.ARROW_LEFT);
    awaitText("#key-said", " 49 entries");
  }

  @Test
  void keysThatAreNotKeptAreCountedQuietly() {
    for (int i = 0; i < Board.KEYS; i++) {
      add("key " + i, 1, 1, 0.5);
    }
    add("one more", 1, 1, HIGH);
    browser.open(page.toString());
    awaitText("#beyond", "1 results of further keys are not shown; the page keeps 500.");
    assertThat(browser.text("#trouble")).doesNotContain("further keys");
    assertThat(browser.text("#alarms p")).contains("one more");
    assertThat(browser.script("return document.querySelector('#alarms a')")).isNull();
  }

  @Test
  void moreTabsThanABrowserHasConnectionsCanBeOpen() {
    add("a", 1, 1, 0.5);
    browser.open(page.toString());
    for (int tab = 0; tab < 8; tab++) {
      browser.await("document.querySelector('.card')");
      browser.openTab(page.toString());
    }
    browser.await("document.querySelector('.card')");
    browser.closeTab();
    add("a", 9, 1, 0.5);
    awaitText("#clock", "00:00:09"); // the tab that is seen now goes on
    for (int tab = 1; tab < 8; tab++) {
      browser.closeTab();
    }
  }

  @Test
  void draggingZoomsAndLeavesNoRectangle() {
    addSteps("a", 1, 400);
    browser.open(page.toString());
    browser.await("document.querySelector('.card')");
    browser.click(".card");
    browser.await("document.querySelector('#key-forecast .u-over')");
    browser.drag("#key-forecast .u-over", -200, 100);
    browser.await("document.querySelector('#key-follow').getAttribute('aria-pressed') === 'false'");
    browser.await("document.querySelector('#key-forecast .u-select').offsetWidth === 0");
  }

  @Test
  void timesAreAsFineAsTheirSteps() {
    browser.open(page.toString());
    browser.await("document.readyState === 'complete'");
    browser.script(
        """
        import('/charts.js').then(({ tick }) => {
          const noon = Date.UTC(2011, 1, 2, 12) / 1000;
          window.ticks = [tick(noon + 5, 1), tick(noon, 3600), tick(noon + 43200, 3600), tick(noon, 86400)];
        });
        """);
    browser.await("window.ticks");
    assertThat(browser.script("return window.ticks.join()"))
        .isEqualTo("12:00:05,12:00,3 Feb,2 Feb");
  }

  /** Does what it is told. */
  private static final class PausedByHand implements Controls {

    private volatile boolean paused;

    @Override
    public Replaying replaying() {
      return new Replaying("Streaming", 1, 2, paused, 1, 0);
    }

    @Override
    public void pause(boolean chosen) {
      paused = chosen;
    }

    @Override
    public void speed(double daysPerSecond) {}

    @Override
    public void pullThePlug() {}
  }
}
