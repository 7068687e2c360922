package io.flinklstm.jobs.watch;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** The page's own files and uPlot's, from the class path: these and no others. */
final class PageFiles {

  private static final String PAGE = "/io/flinklstm/jobs/watch/page/";
  private static final String UPLOT_POM = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String CSS = "text/css; charset=utf-8";
  private static final String SCRIPT = "text/javascript; charset=utf-8";

  private final Map<String, Place> places;

  PageFiles() {
    String uplot = "/META-INF/resources/webjars/uplot/" + uplotVersion() + "/dist/";
    places =
        Map.ofEntries(
            Map.entry("/", new Place(PAGE + "index.html", HTML)),
            Map.entry("/page.css", new Place(PAGE + "page.css", CSS)),
            Map.entry("/icon.svg", new Place(PAGE + "icon.svg", "image/svg+xml")),
            script("main.js"),
            script("connection.js"),
            script("format.js"),
            script("palette.js"),
            script("overview.js"),
            script("spark.js"),
            script("status.js"),
            script("key.js"),
            script("charts.js"),
            script("heat.js"),
            script("contributions.js"),
            Map.entry("/uplot.css", new Place(uplot + "uPlot.min.css", CSS)),
            Map.entry("/uplot.js", new Place(uplot + "uPlot.esm.js", SCRIPT)));
  }

  private static Map.Entry<String, Place> script(String name) {
    return Map.entry("/" + name, new Place(PAGE + name, SCRIPT));
  }

  Iterable<String> paths() {
    return places.keySet();
  }

  void serve(Context request) {
    Place place = places.get(request.path());
    request.contentType(place.type());
    request.header("Cache-Control", "no-cache");
    request.result(PageFiles.class.getResourceAsStream(place.resource()));
  }

  private static String uplotVersion() {
    try (InputStream in = PageFiles.class.getResourceAsStream(UPLOT_POM)) {
      Properties pom = new Properties();
      pom.load(in);
      return pom.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Place(String resource, String type) {}
}
