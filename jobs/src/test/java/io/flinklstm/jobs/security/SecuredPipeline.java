package io.flinklstm.jobs.security;

import io.flinklstm.jobs.DemoModel;
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
 * A pipeline's file, its secrets in files of their own.
 *
 * @param name also the prefix of its topics
 */
record SecuredPipeline(Path file, String name) {

  static SecuredPipeline write(
      Path folder, String name, String input, String servers, Map<String, String> kafka)
      throws IOException {
    Files.write(folder.resolve("model.safetensors"), DemoModel.bytes());
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
        model: {file: model.safetensors}
        output: {topic: %1$s-results, dead-letters: %1$s-dead}
        checkpoints: {interval: 500 ms}
        """
            .formatted(name, servers, properties, input);
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
