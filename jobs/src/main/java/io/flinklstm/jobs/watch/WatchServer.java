package io.flinklstm.jobs.watch;

import io.flinklstm.jobs.StartupException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.util.JavalinBindException;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The page's HTTP server. */
final class WatchServer implements AutoCloseable {

  private static final int THREADS = LiveStream.PAGES + 16; // each page holds one
  private static final int LEAST_THREADS = 4;
  private static final long MOST_BYTES = 1_024; // of a request

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin");

  private final Watch watch;
  private final WatchOptions options;
  private final Access access;
  private final LiveStream live;
  private final PageFiles files = new PageFiles();
  private final Javalin server;

  WatchServer(Watch watch, WatchOptions options) {
    this.watch = watch;
    this.options = options;
    this.access = new Access(options.host());
    this.live = new LiveStream(watch);
    try {
      this.server = Javalin.create(this::configure).start(options.host(), options.port());
    } catch (JavalinBindException e) {
      throw new StartupException(
          "page on %s:%d: cannot listen there (%s); choose a free port and an address of this machine"
              .formatted(
                  options.host(), options.port(), e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  /** With the token after the sign that browsers do not send. */
  URI address() {
    return URI.create(
        "http://%s:%d/#token=%s"
            .formatted(WatchOptions.inAddress(options.host()), server.port(), access.token()));
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = MOST_BYTES;
    config.jetty.threadPool = new QueuedThreadPool(THREADS, LEAST_THREADS);
    routes(config.routes);
  }

  private void routes(RoutesConfig routes) {
    routes.before(this::admit);
    files.paths().forEach(path -> routes.get(path, files::serve));
    routes.get("/live", live::serve);
    routes.get("/keys/{id}", this::history);
    action(routes, "/pause", request -> controls().pause(true));
    action(routes, "/resume", request -> controls().pause(false));
    action(routes, "/speed", request -> controls().speed(speed(request)));
    action(routes, "/plug", request -> controls().pullThePlug());
  }

  /** Against other sites' pages whose names resolve to this address. */
  private void admit(Context request) {
    HEADERS.forEach(request::header);
    if (!access.isNamed(request.header("Host"))) {
      throw new ForbiddenResponse(
          "found Host " + request.header("Host") + ", expected the name this page is served by");
    }
  }

  private void history(Context request) {
    int id = request.pathParamAsClass("id", Integer.class).get();
    long after = request.queryParamAsClass("after", Long.class).getOrDefault(0L);
    String[] json = new String[1];
    watch
        .board()
        .read(
            view -> {
              if (id >= 0 && id < view.series().size()) {
                json[0] = BoardJson.history(view.series().get(id), Math.max(0, after));
              }
            });
    if (json[0] == null) {
      throw new NotFoundResponse("no key " + id);
    }
    request.contentType("application/json");
    request.header("Cache-Control", "no-store");
    request.result(json[0]);
  }

  private void action(RoutesConfig routes, String path, Consumer<Context> act) {
    routes.post(
        path,
        request -> {
          if (!access.mayAct(request.header(Access.TOKEN_HEADER))) {
            throw new ForbiddenResponse(
                "the token is missing or not that of this start; open the address that was printed");
          }
          act.accept(request);
          request.status(204);
        });
  }

  private Controls controls() {
    return watch.controls().orElseThrow(() -> new NotFoundResponse("nothing to control here"));
  }

  /** Days a second; max for as fast as it goes. */
  private static double speed(Context request) {
    String text = request.body();
    if (text.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < 1) {
      throw new BadRequestResponse("found speed " + text + ", expected days a second, or max");
    }
    return Integer.parseInt(text);
  }

  @Override
  public void close() {
    live.close();
    server.stop();
  }
}
