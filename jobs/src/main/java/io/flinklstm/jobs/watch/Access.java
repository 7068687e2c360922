package io.flinklstm.jobs.watch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may see the page and who may act. A browser must call the server by a name that is its own,
 * which a page from elsewhere that resolves to this address does not; and what acts needs a token
 * that is made anew at every start.
 */
final class Access {

  static final String TOKEN_HEADER = "X-Token";

  private static final int TOKEN_BYTES = 16;

  private final String token;
  private final Set<String> names;

  Access(String host) {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    token = HexFormat.of().formatHex(random);
    names =
        Stream.of(WatchOptions.LOOPBACK, "localhost", "[::1]", WatchOptions.inAddress(host))
            .map(Access::name)
            .collect(Collectors.toUnmodifiableSet());
  }

  String token() {
    return token;
  }

  /** Whether a request's {@code Host} header names this server. */
  boolean isNamed(String host) {
    return host != null && names.contains(name(host.replaceAll(":\\d+$", "")));
  }

  /** One spelling of each: browsers shorten IPv6 addresses. */
  private static String name(String host) {
    if (!host.startsWith("[")) {
      return host.toLowerCase(Locale.ROOT);
    }
    try {
      return InetAddress.getByName(host).getHostAddress(); // in brackets nothing is looked up
    } catch (UnknownHostException e) {
      return host; // no address, and nobody's name
    }
  }

  boolean mayAct(String shown) {
    return shown != null
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }
}
