package io.flinklstm.jobs.pipeline;

import io.flinklstm.core.Task;
import io.flinklstm.jobs.InputTopics;
import io.flinklstm.jobs.record.FieldPath;
import io.flinklstm.operators.Emission;
import io.flinklstm.operators.MissingValue;
import io.flinklstm.operators.ModelChange;
import io.flinklstm.operators.Order;
import io.flinklstm.state.StateEncoding;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Everything that a pipeline file may say. */
final class Settings {

  private static final int ANY = Integer.MAX_VALUE;

  /**
   * In minutes: longer than Kafka's client waits for the two answers that name the topics. The
   * connector would find a topic a second time while it still asks for the first, and read it
   * twice.
   */
  private static final int LEAST_DISCOVERY = 3;

  private static final int MOST_TRANSACTION = 24; // days: Kafka has an int of milliseconds

  private static final Kind<FieldPath> PATH =
      Kind.parsed("a path such as body.temperatures[2]", FieldPath::parse);

  static final Setting<String> NAME =
      Setting.required(
          "name",
          Kind.text(),
          "Name of the job and its transactions: unique on the Kafka cluster, and the same over"
              + " restarts and upgrades.");
  static final Setting<Task> TASK =
      Setting.optional(
          "task",
          Kind.choice(Task.class),
          "What the model is for. The model says it; where it is said here too, both must agree.");
  static final Setting<Integer> MAX_PARALLELISM =
      Setting.of(
          "max-parallelism",
          Kind.whole(1, 32_768),
          "128",
          "Highest parallelism ever; fixed for the life of the job's state.");

  static final Setting<String> BOOTSTRAP =
      Setting.required("bootstrap", Kind.text(), "Kafka's bootstrap servers.");
  static final Setting<Map<String, String>> PROPERTIES =
      Setting.optional(
          "properties",
          Kind.map(Kind.anyText()),
          "Settings of Kafka's clients, for security above all; given to source and sink. Those that"
              + " follow from other settings, or would undo what is promised, are refused.");

  static final Setting<List<String>> INPUT_TOPIC =
      Setting.optional("topic", Kind.list(Kind.text()), "Topic of events, or several.");
  static final Setting<InputTopics> TOPIC_PATTERN =
      Setting.optional(
          "topic-pattern",
          Kind.parsed("a regular expression", InputTopics.Matching::new),
          "Instead of `topic`: all topics whose whole name matches, those to come as well.");
  static final Setting<Duration> DISCOVERY =
      Setting.of(
          "discover-every",
          Kind.minutes(LEAST_DISCOVERY),
          "5 min",
          "How often new topics that match, and new partitions, are looked for. They are read from"
              + " their earliest record.");
  static final Setting<Start> START =
      Setting.of(
          "start",
          Kind.parsed("committed, earliest, latest or a time", Start::parse),
          "committed",
          "Where a job without state begins to read: where its consumer group stopped, else at the"
              + " earliest record; at the earliest; at the latest; or at a time such as"
              + " 2011-02-02T00:00:00Z.");
  static final Setting<String> GROUP =
      Setting.optional(
          "group",
          Kind.text(),
          "Consumer group that offsets are committed for; without it, the pipeline's name.");
  static final Setting<List<String>> HISTORY =
      Setting.optional(
          "history",
          Kind.list(Kind.text()),
          "Files of events, one a line, or directories of them, read before the topic. Of CSV, a"
              + " first line that is the names of the columns is passed over.");
  static final Setting<Boolean> HISTORY_ONLY =
      Setting.of(
          "history-only",
          Kind.flag(),
          "false",
          "Whether the job ends after the history, in batch execution, and reads no topic.");
  static final Setting<Format> FORMAT =
      Setting.of(
          "format",
          Kind.choice(Format.class),
          "json",
          "What a record is: a JSON document, one line of CSV, an Avro record, the same behind the"
              + " number of its schema in a registry, or a message of Protocol Buffers.");
  static final Setting<List<String>> COLUMNS =
      Setting.optional(
          "columns",
          Kind.list(Kind.text()),
          "Names of all columns of CSV, in order. The paths of key, time and features are such"
              + " names.");
  static final Setting<String> SCHEMA =
      Setting.optional(
          "schema",
          Kind.text(),
          "File with the schema (.avsc) that Avro records were written with; with a registry, the"
              + " schema as which they are read, whose defaults and aliases then hold.");
  static final Setting<String> DESCRIPTOR =
      Setting.optional(
          "descriptor",
          Kind.text(),
          "File that `protoc --include_imports --descriptor_set_out` wrote, for Protobuf.");
  static final Setting<String> MESSAGE =
      Setting.optional(
          "message", Kind.text(), "Full name of the message in the descriptor, for Protobuf.");
  static final Setting<FieldPath> KEY =
      Setting.of(
          "key",
          PATH,
          "key",
          "Where in the record the key is: a text, or a whole number, whose digits are the key.");
  static final Setting<FieldPath> TIME =
      Setting.of(
          "time",
          PATH,
          "time",
          "Where in the record the event time is: epoch milliseconds, a date, or date, time and"
              + " offset; or what Avro and Protobuf have for times.");
  static final Setting<Map<String, InputFeature>> FEATURES =
      Setting.optional(
          "features",
          Kind.map(InputFeature.kind(PATH)),
          "For each field of the model, where in the record its value is: a number, or true and"
              + " false for 1 and 0; or a text that is one of the categories. Without it, `values` is an array in the model's order, and a"
              + " column of CSV has its field's name.");

  static final Setting<String> REGISTRY =
      Setting.optional("url", Kind.text(), "Where the registry is: http or https.");
  static final Setting<Map<String, String>> REGISTRY_PROPERTIES =
      Setting.optional(
          "properties",
          Kind.map(Kind.anyText()),
          "Settings of the registry's client, such as basic.auth.user.info with"
              + " basic.auth.credentials.source: USER_INFO.");

  static final Setting<String> MODEL =
      Setting.required(
          "file",
          Kind.text(),
          "Model file of any format that is known: a path, or a URI such as s3://models/pump.onnx"
              + " or https://host/pump.onnx.");
  static final Setting<String> DESCRIBE =
      Setting.optional(
          "describe",
          Kind.text(),
          "YAML file that says of the model what its file does not: a path or URI.");
  static final Setting<String> STATE_DICT =
      Setting.optional(
          "key", Kind.text(), "Name of the state dict in a checkpoint that holds several.");

  static final Setting<Order> ORDER =
      Setting.of(
          "order",
          Kind.choice(Order.class),
          "arrival",
          "In which order a key's events are stepped.");
  static final Setting<Duration> OUT_OF_ORDERNESS =
      Setting.of(
          "out-of-orderness",
          Kind.span(),
          "5 s",
          "How far behind the latest event time the watermark is.");
  static final Setting<Duration> IDLE_AFTER =
      Setting.of(
          "idle-after",
          Kind.span(),
          "1 min",
          "After how long without an event a partition holds no watermark back.");
  static final Setting<Integer> MAX_WAVE =
      Setting.of("max-wave", Kind.whole(1, 65_536), "256", "Most events advanced together.");
  static final Setting<Duration> LONGEST_WAIT =
      Setting.of(
          "longest-wait",
          Kind.span(),
          "10 ms",
          "Longest time an event waits for others while input keeps coming.");
  static final Setting<Integer> RECENT_KEYS =
      Setting.of(
          "recent-keys",
          Kind.whole(0, ANY),
          "10000",
          "Keys per subtask whose states are kept as objects before RocksDB.");
  static final Setting<MissingValue> MISSING =
      Setting.of(
          "missing",
          Kind.choice(MissingValue.class),
          "reject",
          "What is done about an event in which a field's value is missing.");
  static final Setting<Map<String, MissingValue>> MISSING_FIELDS =
      Setting.optional(
          "missing-fields",
          Kind.map(Kind.choice(MissingValue.class)),
          "The same for single fields of the model.");
  static final Setting<Duration> RESET_AFTER_GAP =
      Setting.optional(
          "reset-after-gap",
          Kind.span(),
          "A new sequence begins where so much event time has passed since the key's last event.");
  static final Setting<Integer> RESET_EVERY =
      Setting.optional("reset-every", Kind.whole(1, ANY), "A sequence ends after so many steps.");
  static final Setting<Duration> EXPIRE_AFTER =
      Setting.optional(
          "expire-after",
          Kind.span(),
          "A key is forgotten after so much event time without an event of it.");
  static final Setting<Emission> EMIT =
      Setting.of(
          "emit",
          Kind.parsed(
              "every-event, every-nth N, sequence-end, label-change or score-from X",
              Emissions::parse),
          "every-event",
          "Which steps give a result.");
  static final Setting<Integer> WARM_UP_STEPS =
      Setting.of(
          "warm-up-steps",
          Kind.whole(0, ANY),
          "0",
          "Steps of a sequence after which its results say that they are warm.");
  static final Setting<ModelChange> ON_MODEL_CHANGE =
      Setting.of(
          "on-model-change",
          Kind.choice(ModelChange.class),
          "fail",
          "What becomes of keys whose state another model made.");

  static final Setting<Integer> REMEMBERED_ROWS =
      Setting.optional(
          "remembered-rows",
          Kind.whole(1, 65_536),
          "How many of a key's last rows its state keeps, for on-model-change: replay.");
  static final Setting<StateEncoding> STATE_ENCODING =
      Setting.of(
          "state-encoding",
          Kind.choice(StateEncoding.class),
          "float32",
          "In which form hidden and cell state are kept; 16 bits halve the state and round once a"
              + " step.");

  static final Setting<String> OUTPUT_TOPIC =
      Setting.required("topic", Kind.text(), "Topic of results, keyed as the events.");
  static final Setting<String> DEAD_LETTERS =
      Setting.required(
          "dead-letters",
          Kind.text(),
          "Topic of what cannot be scored, and why; may be that of another pipeline.");
  static final Setting<String> LATE =
      Setting.optional(
          "late", Kind.text(), "Topic of late events; without it they are dead letters.");
  static final Setting<ResultsAs> OUTPUT_FORMAT =
      Setting.of(
          "format",
          Kind.choice(ResultsAs.class),
          "json",
          "What a result is: a JSON document (result.schema.json), an Avro record (result.avsc), or"
              + " the same behind the number of its schema in the registry. Dead letters are JSON.");
  static final Setting<String> SUBJECT =
      Setting.optional(
          "subject",
          Kind.text(),
          "Name of the results' schema in the registry; without it, the topic's with -value"
              + " behind.");
  static final Setting<Guarantee> DELIVERY =
      Setting.of(
          "delivery",
          Kind.choice(Guarantee.class),
          "exactly-once",
          "Exactly once: results are visible to committed-only readers once per checkpoint. At least"
              + " once: at once, and some twice after a failure.");
  static final Setting<Duration> TRANSACTION_TIMEOUT =
      Setting.of(
          "transaction-timeout",
          Kind.days(MOST_TRANSACTION),
          "15 min",
          "An outage longer than this loses results. At most what the broker allows.");
  static final Setting<Duration> CHECKPOINT_INTERVAL =
      Setting.of("interval", Kind.span(), "10 s", "Time between two checkpoints.");
  static final Setting<Boolean> UNALIGNED =
      Setting.of(
          "unaligned",
          Kind.flag(),
          "false",
          "Whether barriers overtake records that wait: checkpoints complete under backpressure, and"
              + " are larger. One that was retained starts no other parallelism; a savepoint does.");

  static final Section OPERATOR =
      new Section(
          "operator",
          "How the network is stepped.",
          List.of(
              ORDER,
              OUT_OF_ORDERNESS,
              IDLE_AFTER,
              MAX_WAVE,
              LONGEST_WAIT,
              RECENT_KEYS,
              MISSING,
              MISSING_FIELDS,
              RESET_AFTER_GAP,
              RESET_EVERY,
              EXPIRE_AFTER,
              EMIT,
              WARM_UP_STEPS,
              ON_MODEL_CHANGE,
              REMEMBERED_ROWS,
              STATE_ENCODING));

  static final List<Section> SECTIONS =
      List.of(
          new Section("", "At the top of the file.", List.of(NAME, TASK, MAX_PARALLELISM)),
          new Section("kafka", "The Kafka cluster.", List.of(BOOTSTRAP, PROPERTIES)),
          new Section(
              "input",
              "What is read, and where in a record things are.",
              List.of(
                  INPUT_TOPIC,
                  TOPIC_PATTERN,
                  DISCOVERY,
                  GROUP,
                  START,
                  HISTORY,
                  HISTORY_ONLY,
                  FORMAT,
                  COLUMNS,
                  SCHEMA,
                  DESCRIPTOR,
                  MESSAGE,
                  KEY,
                  TIME,
                  FEATURES)),
          new Section(
              "registry",
              "A schema registry with Confluent's interface.",
              List.of(REGISTRY, REGISTRY_PROPERTIES)),
          new Section("model", "The network.", List.of(MODEL, DESCRIBE, STATE_DICT)),
          OPERATOR,
          new Section(
              "output",
              "Where results go.",
              List.of(
                  OUTPUT_TOPIC,
                  DEAD_LETTERS,
                  LATE,
                  OUTPUT_FORMAT,
                  SUBJECT,
                  DELIVERY,
                  TRANSACTION_TIMEOUT)),
          new Section(
              "checkpoints", "Flink's checkpoints.", List.of(CHECKPOINT_INTERVAL, UNALIGNED)));

  private Settings() {}

  /** What a record is. */
  enum Format {
    JSON,
    CSV,
    AVRO,
    AVRO_CONFLUENT,
    PROTOBUF
  }

  /** What a result is. */
  enum ResultsAs {
    JSON,
    AVRO,
    AVRO_CONFLUENT
  }

  /** Whether results are written in transactions. */
  enum Guarantee {
    EXACTLY_ONCE,
    AT_LEAST_ONCE
  }
}
