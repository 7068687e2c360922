package io.flinklstm.jobs.security;

import io.flinklstm.jobs.PipelineJob;
import io.flinklstm.jobs.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A pipeline's file, its secrets in files of their own: those of its logins at Kafka and at a
 * schema registry, and the signed address of its model.
 *
 * @param name also the prefix of its topics
 */
record SecuredPipeline(Path file, String name) {

  /**
   * What all have in common.
   *
   * @param input their topic
   * @param registry its address
   * @param model address of its file
   */
  record Places(String input, String registry, String model) {}

  static SecuredPipeline write(
      Path folder, String name, Places places, String servers, Map<String, String> kafka)
      throws IOException {
    Files.writeString(folder.resolve("model"), places.model() + "?sig=planted-signature-4471");
    Files.writeString(folder.resolve("registrar"), "rita:planted-registrar-password-3318");
    StringBuilder properties = new StringBuilder();
    for (Map.Entry<String, String> setting : kafka.entrySet()) {
      String secret = name + "-" + setting.getKey();
      Files.writeString(folder.resolve(secret), setting.getValue() + "\n");
      properties.append("    " + setting.getKey() + ": ${FILE:" + secret + "}\n");
    }
    String yaml =
        """
        name: %1$s
        kafka:
          bootstrap: "%2$s"
          properties:
        %3$sinput:
          topic: %4$s
          start: earliest
        model: {file: "${FILE:model}"}
        output: {topic: %1$s-results, dead-letters: %1$s-dead, format: avro-confluent}
        registry:
          url: "%5$s"
          properties:
            basic.auth.credentials.source: USER_INFO
            basic.auth.user.info: ${FILE:registrar}
        checkpoints: {interval: 500 ms}
        """
            .formatted(name, servers, properties, places.input(), places.registry());
    return new SecuredPipeline(Files.writeString(folder.resolve(name + ".yaml"), yaml), name);
  }

  List<String> outputs() {
    return List.of(name + "-results", name + "-dead");
  }

  /** Without the checks that come before a start. */
  JobClient start(StreamExecutionEnvironment environment) throws Exception {
    PipelineFile described = PipelineFile.read(file, variable -> null);
    new PipelineJob(described.pipeline(), described.model()).build(environment);
    return environment.executeAsync(name);
  }
}
