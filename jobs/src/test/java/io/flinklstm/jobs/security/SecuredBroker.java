package io.flinklstm.jobs.security;

import io.flinklstm.jobs.local.EmbeddedBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One real broker with a listener for each {@link Login} and ACLs on. Who comes to its plain
 * listener may do everything.
 */
final class SecuredBroker implements AutoCloseable {

  private static final int ITERATIONS = 4096;

  private final EmbeddedBroker broker;
  private final Certificates certificates;
  private final Map<Login, Integer> ports = new EnumMap<>(Login.class);

  SecuredBroker(Path folder) throws Exception {
    certificates = new Certificates(folder);
    certificates.make("broker");
    certificates.make("machine");
    for (Login login : Login.values()) {
      ports.put(login, EmbeddedBroker.freePort());
    }
    broker = EmbeddedBroker.start(settings());
    try (Admin admin = admin()) {
      String[] words = Login.SCRAM.settings(certificates).get("sasl.jaas.config").split("\"");
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      words[1],
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                      words[3])))
          .all()
          .get();
    }
  }

  private Map<String, String> settings() {
    Map<String, String> s = new HashMap<>();
    s.put("listeners", listeners(login -> login + "://127.0.0.1:" + ports.get(login)));
    s.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,"
            + listeners(
                login -> login + ":" + login.settings(certificates).get("security.protocol")));
    s.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    s.put("super.users", "User:ANONYMOUS");
    s.put("ssl.keystore.type", "PKCS12");
    s.put("ssl.keystore.location", certificates.store("broker").toString());
    s.put("ssl.keystore.password", Certificates.PASSWORD);
    s.put("ssl.truststore.type", "PKCS12");
    s.put("ssl.truststore.location", certificates.trust("machine").toString());
    s.put("ssl.truststore.password", Certificates.PASSWORD);
    s.put("listener.name.mutual.ssl.client.auth", "required");
    for (Login login : List.of(Login.PLAIN, Login.SCRAM, Login.OAUTH)) {
      String listener = "listener.name." + login.name().toLowerCase(Locale.ROOT) + ".";
      String mechanism = login.mechanism().toLowerCase(Locale.ROOT);
      s.put(listener + "sasl.enabled.mechanisms", login.mechanism());
      s.put(listener + mechanism + ".sasl.jaas.config", known(login));
    }
    return s;
  }

  /** Whom the broker knows. */
  private String known(Login login) {
    String jaas = login.settings(certificates).get("sasl.jaas.config");
    String[] words = jaas.split("\"");
    String module = jaas.substring(0, jaas.indexOf(' ')) + " required";
    return switch (login) {
      case PLAIN ->
          module + " user_" + words[1] + "=\"" + words[3] + "\" user_mallory=\"" + words[3] + "\";";
      case OAUTH -> module + " unsecuredLoginStringClaim_sub=\"broker\";";
      default -> module + ";";
    };
  }

  private static String listeners(Function<Login, String> each) {
    return List.of(Login.values()).stream().map(each).collect(Collectors.joining(","));
  }

  String bootstrapServers(Login login) {
    return "127.0.0.1:" + ports.get(login);
  }

  String plainBootstrapServers() {
    return broker.bootstrapServers();
  }

  Map<String, String> settings(Login login) {
    return login.settings(certificates);
  }

  void createTopics(List<String> names) {
    broker.createTopics(names, 1);
  }

  /** Lets somebody read a topic, and do all else that a pipeline of this name does. */
  void allow(String principal, String input, String name) throws Exception {
    List<AclBinding> bindings = new ArrayList<>();
    bindings.add(binding(principal, ResourceType.TOPIC, input, AclOperation.READ));
    bindings.add(binding(principal, ResourceType.TOPIC, name, AclOperation.WRITE));
    bindings.add(binding(principal, ResourceType.GROUP, name, AclOperation.READ));
    bindings.add(binding(principal, ResourceType.TRANSACTIONAL_ID, name, AclOperation.WRITE));
    try (Admin admin = admin()) {
      admin.createAcls(bindings).all().get();
    }
  }

  private static AclBinding binding(
      String principal, ResourceType type, String prefix, AclOperation operation) {
    return new AclBinding(
        new ResourcePattern(type, prefix, PatternType.PREFIXED),
        new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
  }

  private Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
  }

  @Override
  public void close() {
    broker.close();
  }
}
