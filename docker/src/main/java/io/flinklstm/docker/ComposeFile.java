package io.flinklstm.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What of a compose file says how its services run.
 *
 * @param document all of it, as YAML has it, after substitution
 */
record ComposeFile(Path folder, Map<String, Object> document, Map<String, Service> services) {

  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\$)|\\{(\\w+)(?::-([^}]*))?})");

  /** Reads one, with variables from an environment. */
  static ComposeFile read(Path file, UnaryOperator<String> environment) throws IOException {
    String text = substitute(Files.readString(file), environment);
    Map<String, Object> document =
        map(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    Map<String, Service> services = new LinkedHashMap<>();
    map(document.get("services"))
        .forEach((name, service) -> services.put(name, service(name, map(service))));
    return new ComposeFile(file.toAbsolutePath().getParent(), document, services);
  }

  /** As compose does: {@code ${NAME:-default}}, {@code ${NAME}}, and {@code $$} for a dollar. */
  private static String substitute(String text, UnaryOperator<String> environment) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              String value = found.group(1) != null ? "$" : environment.apply(found.group(2));
              boolean absent = value == null || value.isEmpty();
              String other = found.group(3) == null ? "" : found.group(3);
              return Matcher.quoteReplacement(absent ? other : value);
            });
  }

  private static Service service(String name, Map<String, Object> said) {
    Map<String, String> environment = new LinkedHashMap<>();
    map(said.get("environment")).forEach((key, value) -> environment.put(key, value.toString()));
    Map<String, String> dependsOn = new LinkedHashMap<>();
    map(said.get("depends_on"))
        .forEach((key, value) -> dependsOn.put(key, map(value).get("condition").toString()));
    return new Service(
        name,
        said.get("image").toString(),
        list(said.get("profiles")),
        list(said.get("entrypoint")),
        list(said.get("command")),
        environment,
        list(map(said.get("healthcheck")).get("test")),
        dependsOn,
        list(said.get("volumes")).stream()
            .map(Service.Mount::parse)
            .filter(Service.Mount::isFile)
            .toList());
  }

  private static List<String> list(Object value) {
    return value == null ? List.of() : ((List<?>) value).stream().map(Object::toString).toList();
  }

  @SuppressWarnings("unchecked") // YAML's names are texts here
  private static Map<String, Object> map(Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }
}
