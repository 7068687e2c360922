package io.flinklstm.jobs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.audit.AuditReport;
import io.flinklstm.jobs.watch.Browser;
import io.flinklstm.jobs.watch.WatchOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The demo's page in a real browser, on a real cluster: one story, told in order. With {@code
 * -Dflinklstm.pictures=DIRECTORY} it writes the pictures of the README.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageTest {

  private static final LocalDate BLIZZARD = LocalDate.of(2011, 2, 2);
  private static final DemoOptions OPTIONS = new DemoOptions(false, 0, 0, null);
  private static final WatchOptions PAGE =
      new WatchOptions(WatchOptions.LOOPBACK, 0, WatchOptions.ALARM_FROM);

  @TempDir private static Path profile;
  private static Browser browser;
  private static WatchedDemo demo;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.start(profile);
    demo = new WatchedDemo(OPTIONS, PAGE, Double.POSITIVE_INFINITY);
  }

  @AfterAll
  static void end() {
    if (demo != null) {
      demo.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  private static List<Reading> readings(LocalDate from, LocalDate to) {
    return ChicagoL.readings().stream()
        .filter(r -> !r.date().isBefore(from) && r.date().isBefore(to))
        .toList();
  }

  @Test
  @Order(1)
  void saysThatTheTopicIsEmpty() {
    browser.open(demo.page().toString());
    browser.await("document.querySelector('#empty')?.innerText.includes('holds no results yet')");
    browser.await("document.querySelector('#state-text').innerText === 'Running'");
    browser.await("document.querySelector('#verdict').dataset.verdict === 'none'");
    assertThat(browser.text("#verdict-line")).isEqualTo("Nothing has been compared yet.");
  }

  @Test
  @Order(2)
  void fillsAndShowsTheBlizzard() throws Exception {
    demo.replay()
        .warmUp("Warming up", readings(LocalDate.of(2008, 1, 1), LocalDate.of(2011, 1, 1)));
    demo.replay().stream("Streaming", readings(LocalDate.of(2011, 1, 1), BLIZZARD.plusDays(1)));
    browser.await("document.querySelector('#clock').innerText.includes('2 Feb 2011')");
    browser.await("document.querySelectorAll('.card').length === 20");
    browser.await("document.querySelectorAll('.alarm').length > 10");
    assertThat(browser.text("#alarms"))
        .contains(
            "Clark/Lake, 2 Feb 2011: 3,860 entries, 1", " expected; score 0.9999", "blizzard");
    browser.await("document.querySelector('#verdict-line').innerText.includes('every bit equal')");
    browser.await("parseInt(document.querySelector('#verdict-basis').innerText) > 0");
    for (String number : List.of("#wave", "#p99", "#checkpoints")) {
      browser.await("parseFloat(document.querySelector('%s').innerText) > 0".formatted(number));
    }
    browser.await("document.querySelector('.alarm')?.parentNode.firstChild.matches('.alarm')");
    browser.picture("overview-light");
    browser.theme("dark");
    browser.picture("overview-dark");
  }

  @Test
  @Order(3)
  void showsOneKeyWithItsHiddenState() throws Exception {
    browser.script("location.hash = document.querySelector('.alarm .card').hash");
    browser.await("document.querySelector('#key-forecast canvas')");
    browser.await("parseFloat(document.querySelector('#key-most').innerText) > 0");
    assertThat(browser.text("#key-facts")).contains("1,129 steps seen", "model ");
    assertThat(browser.text("#key-contributions")).contains("weekend", "entries");
    assertThat(painted("#key-hidden")).as("colours of the heat map").isGreaterThan(20);
    browser.picture("key-dark");
    browser.theme("light");
    browser.picture("key-light");
    browser.script("document.querySelector('[data-zoom=all]').click()");
    browser.await("document.querySelector('#key-follow').getAttribute('aria-pressed') === 'true'");
    browser.size(390, 844);
    browser.picture("key-phone");
    browser.script("location.hash = ''");
    browser.await("document.querySelector('#key').hidden");
    assertThat(browser.script("return document.documentElement.scrollWidth"))
        .as("nothing sticks out on a phone")
        .isEqualTo(390L);
    browser.picture("overview-phone");
    browser.size(1440, 960);
  }

  @Test
  @Order(4)
  void canBeUsedByTheKeyboardAlone() {
    browser.tabTo(".card");
    assertThat(browser.script("return getComputedStyle(document.activeElement).outlineStyle"))
        .as("what has the focus is seen")
        .isNotEqualTo("none");
    browser.press(Keys.ENTER);
    browser.await("document.activeElement.id === 'key-charts'");
    String key = browser.text("#key-title");
    browser.press(Keys.SPACE);
    browser.await("document.querySelector('#pause').innerText === 'Resume'");
    browser.press(Keys.SPACE);
    browser.await("document.querySelector('#pause').innerText === 'Pause'");
    browser.pressWithShift(Keys.ARROW_LEFT);
    browser.await("document.querySelector('#key-said').innerText.includes('entries')");
    browser.script("document.querySelector('.skip').focus()");
    browser.press(Keys.ENTER);
    browser.await("document.activeElement.id === 'main'");
    assertThat(browser.text("#key-title")).as("it is still open").isEqualTo(key);
    browser.tabTo("#key-charts");
    browser.press(Keys.HOME);
    browser.press("+");
    browser.press(Keys.ARROW_LEFT);
    browser.await("document.querySelector('#key-follow').getAttribute('aria-pressed') === 'false'");
    browser.press(Keys.END);
    browser.await("document.querySelector('#key-follow').getAttribute('aria-pressed') === 'true'");
    browser.press(Keys.ESCAPE);
    browser.await("document.querySelector('#key').hidden");
    browser.await("document.activeElement.matches('.card')");
    assertThat(browser.script("return document.activeElement.querySelector('strong').innerText"))
        .isEqualTo(key);
    browser.press(Keys.SPACE);
    browser.await("document.querySelector('#pause').innerText === 'Resume'");
    browser.press(Keys.SPACE);
    browser.await("document.querySelector('#pause').innerText === 'Pause'");
  }

  private static long painted(String canvas) {
    return (Long)
        browser.script(
            "const c = document.querySelector(arguments[0]);"
                + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                + "return new Set(new Uint32Array(d.buffer)).size",
            canvas);
  }

  @Test
  @Order(5)
  void pullingThePlugLosesNothing() throws Exception {
    for (String speed : List.of("1", "max", "20")) {
      browser.click("#speeds label:has([value='" + speed + "'])");
      double days = speed.equals("max") ? Double.POSITIVE_INFINITY : Integer.parseInt(speed);
      browser.await(
          "a replay of " + speed, () -> demo.replay().replaying().daysPerSecond() == days);
    }
    List<Reading> rest = readings(BLIZZARD.plusDays(1), LocalDate.of(2011, 9, 1));
    CompletableFuture<Boolean> fed = CompletableFuture.supplyAsync(() -> stream(rest));
    browser.await("!document.querySelector('#clock').innerText.includes(' 2 Feb 2011')");
    browser.await("parseFloat(document.querySelector('#per-second').innerText) > 0");
    browser.click("#plug");
    browser.await("document.querySelector('#state').dataset.state === 'bad'");
    assertThat(browser.text("#trouble")).contains("No result is lost");
    browser.picture("plug-pulled");
    browser.await("document.querySelector('#state-text').innerText === 'Running'");
    browser.await("document.querySelector('#restarts').innerText !== '0'");
    assertThat(fed.get()).isTrue();
    browser.await("document.querySelector('#clock').innerText.includes('31 Aug 2011')");
    browser.await("!document.querySelector('#verdict-basis').innerText.includes('on their way')");
    assertThat(browser.text("#verdict-line")).contains("Nothing lost, nothing twice");
    AuditReport audit = demo.verdict().verdict().report();
    assertThat(audit.isClean()).isTrue();
    assertThat(audit.predictions()).isEqualTo(audit.events());
    browser.picture("recovered");
    browser.requireQuiet(demo.page().resolve("/").toString());
  }

  private static boolean stream(List<Reading> readings) {
    try {
      return demo.replay().stream("Streaming", readings);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Order(6)
  void refusesOtherNamesAndActionsWithoutTheToken() throws Exception {
    assertThat(statusLine("evil.example")).contains(" 403 ");
    assertThat(statusLine("localhost")).contains(" 200 ");
    assertThat(get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self';");
    assertThat(post("pause", "no token").statusCode()).isEqualTo(403);
    assertThat(demo.replay().replaying().paused()).isFalse();
    String token = demo.page().getFragment().substring("token=".length());
    assertThat(post("speed", token, "0").statusCode()).isEqualTo(400);
    assertThat(post("pause", token).statusCode()).isEqualTo(204);
    assertThat(demo.replay().replaying().paused()).isTrue();
  }

  /** Of an answer to a browser that knows the server by this name. */
  private static String statusLine(String host) throws IOException {
    try (Socket socket = new Socket(demo.page().getHost(), demo.page().getPort())) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      return new String(answer, StandardCharsets.UTF_8).lines().findFirst().orElse("");
    }
  }

  private static HttpResponse<String> get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(demo.page().resolve(path)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String action, String token, String... body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(demo.page().resolve("/" + action))
            .header("X-Token", token)
            .POST(HttpRequest.BodyPublishers.ofString(String.join("", body)))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @Order(7)
  void saysThatKafkaAndThenTheJobAreGone() throws Exception {
    URI origin = demo.page().resolve("/");
    ProcessHandle broker = demo.broker().process();
    signal("STOP", broker);
    try {
      browser.await("document.querySelector('#trouble').innerText.includes('Kafka at')");
    } finally {
      signal("CONT", broker);
    }
    browser.await("!document.querySelector('#trouble').innerText.includes('Kafka at')");
    demo.job().cancel().get();
    browser.await("document.querySelector('#trouble').innerText.includes('The job is cancel')");
    browser.requireQuiet(origin.toString());
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }
}
