package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.PageLoadStrategy;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The system's Chromium, without a window; all that it asks of the network is kept. */
public final class Browser implements AutoCloseable {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final int QUALITY = 80;
  private static final int MOST_TABS = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChromeDriver driver;
  private final List<JsonNode> messages = new ArrayList<>();

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Skips the test where there is none. */
  public static Browser start(Path profile) {
    assumeTrue(
        Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
        () ->
            "no %s and %s: the page is not tested in a browser (Debian: apt-get install chromium chromium-driver)"
                .formatted(CHROMIUM, DRIVER));
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setPageLoadStrategy(PageLoadStrategy.NONE); // await() waits for what a test needs
    options.setBinary(CHROMIUM.toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    Browser browser = new Browser(new ChromeDriver(service, options));
    browser.size(1440, 960);
    return browser;
  }

  public void open(String address) {
    driver.get(address);
  }

  public void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
  }

  /** Light or dark. */
  public void theme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  public void click(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  /** Presses a key, on whatever has the focus. */
  public void press(CharSequence key) {
    new Actions(driver).sendKeys(key).perform();
  }

  /** Presses a key while Shift is held. */
  public void pressWithShift(CharSequence key) {
    new Actions(driver).keyDown(Keys.SHIFT).sendKeys(key).keyUp(Keys.SHIFT).perform();
  }

  /** Drags from one place to another, in pixels to the right of an element's middle. */
  public void drag(String selector, int from, int to) {
    new Actions(driver)
        .moveToElement(driver.findElement(By.cssSelector(selector)), from, 0)
        .clickAndHold()
        .moveByOffset(to - from, 0)
        .release()
        .perform();
  }

  /** Another tab, which is the one that is seen then. */
  public void openTab(String address) {
    driver.switchTo().newWindow(WindowType.TAB);
    driver.get(address);
  }

  /** Closes the tab that is seen; another one is seen then. */
  public void closeTab() {
    driver.close();
    driver.switchTo().window(driver.getWindowHandles().iterator().next());
  }

  /** Goes on with the tabulator until an element that the selector finds has the focus. */
  public void tabTo(String selector) {
    for (int i = 0; i < MOST_TABS; i++) {
      press(Keys.TAB);
      if (Boolean.TRUE.equals(
          script("return document.activeElement.matches(arguments[0])", selector))) {
        return;
      }
    }
    throw new AssertionError("no " + selector + " within " + MOST_TABS + " tabulators");
  }

  /** The text of the first element that the selector finds, or nothing. */
  public String text(String selector) {
    return String.valueOf(
        driver.executeScript(
            "return document.querySelector(arguments[0])?.innerText ?? ''", selector));
  }

  public Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Waits until an expression is true in the page. */
  public void await(String expression) {
    await(expression, () -> isTrue(expression));
  }

  /** Waits until something holds that the page brings about. */
  public void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(what + "; the page shows: " + text("body"));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private boolean isTrue(String expression) {
    try {
      return Boolean.TRUE.equals(driver.executeScript("return !!(" + expression + ")"));
    } catch (JavascriptException e) {
      return false; // the page is not there yet
    }
  }

  /** Writes a picture of what is seen now, where the system property asks for pictures. */
  public void picture(String name) throws IOException {
    String folder = System.getProperty("flinklstm.pictures");
    if (folder != null) {
      Object picture =
          driver
              .executeCdpCommand(
                  "Page.captureScreenshot", Map.of("format", "webp", "quality", QUALITY))
              .get("data");
      Files.createDirectories(Path.of(folder));
      Files.write(
          Path.of(folder, name + ".webp"), Base64.getDecoder().decode(String.valueOf(picture)));
    }
  }

  /** Everything at level error in the console so far. */
  public List<String> errors() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Addresses of all requests so far, but for what the browser finds in itself. */
  public List<String> requests() {
    return messages("Network.requestWillBeSent").stream()
        .map(message -> message.path("params").path("request").path("url").asText())
        .filter(url -> !url.startsWith("chrome") && !url.startsWith("data:"))
        .toList();
  }

  /** Messages of the developer tools so far, of one kind. */
  private List<JsonNode> messages(String method) {
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      messages.add(message(entry));
    }
    return messages.stream().filter(m -> m.path("method").asText().equals(method)).toList();
  }

  private static JsonNode message(LogEntry entry) {
    try {
      return JSON.readTree(entry.getMessage()).path("message");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Nothing was asked of anybody but this server, and nothing went wrong. */
  public void requireQuiet(String origin) {
    assertThat(requests()).isNotEmpty().allMatch(url -> url.startsWith(origin));
    assertThat(errors()).isEmpty();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
