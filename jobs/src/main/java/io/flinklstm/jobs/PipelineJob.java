package io.flinklstm.jobs;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.Start;
import io.flinklstm.jobs.record.DeadLetter;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.EventLines;
import io.flinklstm.jobs.record.Incoming;
import io.flinklstm.jobs.record.IncomingDeserializer;
import io.flinklstm.jobs.record.Outgoing;
import io.flinklstm.jobs.record.OutgoingJson;
import io.flinklstm.jobs.record.OutgoingRecords;
import io.flinklstm.jobs.record.RecordTypes;
import io.flinklstm.jobs.record.ResultForm;
import io.flinklstm.jobs.record.ResultWriter;
import io.flinklstm.operators.Emission;
import io.flinklstm.operators.FeatureExtractor;
import io.flinklstm.operators.FlinkLstm;
import io.flinklstm.operators.Order;
import io.flinklstm.operators.result.Prediction;
import io.flinklstm.operators.result.Rejected;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Kafka to Kafka: events of many keys in, a forecast and an anomaly score for each out.
 *
 * <p>Every input record has exactly one record in the output or in the dead letters, whatever
 * crashed in between; those of one checkpoint appear together, when it completes. Events of one key
 * are taken in the order of their partition.
 */
public final class PipelineJob {

  private final Pipeline pipeline;
  private final Topics topics;
  private final NetworkSource model;

  /** What stands between events by key and predictions: the operator, unless it is measured. */
  @FunctionalInterface
  public interface Step {
    SingleOutputStreamOperator<Prediction<Event>> after(KeyedStream<Event, String> events);
  }

  /**
   * @param model loaded by each task for itself
   */
  public PipelineJob(Pipeline pipeline, NetworkSource model) {
    this.pipeline = pipeline;
    this.topics = pipeline.topics();
    this.model = model;
  }

  /** Adds the whole job to the environment; it runs when that is executed. */
  public void build(StreamExecutionEnvironment environment) {
    build(environment, this::score);
  }

  /** The same job around another step, which shows what the operator costs. */
  public void build(StreamExecutionEnvironment environment, Step step) {
    environment.configure(JobSettings.of(pipeline, environment.getConfiguration()));
    outgoing(source(environment, topic().build()), step)
        .sinkTo(sink())
        .uid("sink")
        .name("results and dead letters");
  }

  /**
   * What the job would write of the records that there are now: nothing is written, no transaction
   * begun, and no offset of the consumer group moved.
   */
  public DataStream<Outgoing> rehearse(StreamExecutionEnvironment environment) {
    environment.configure(JobSettings.ofRehearsal(pipeline));
    KafkaSource<Incoming> untilNow =
        topic()
            .setStartingOffsets(
                pipeline.consumption().start() instanceof Start.Committed
                    ? OffsetsInitializer.earliest() // the group may be at the end
                    : offsets(pipeline.consumption().start()))
            .setBounded(OffsetsInitializer.latest())
            .setProperty(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "false")
            .build();
    return outgoing(source(environment, untilNow), this::score);
  }

  private DataStream<Outgoing> outgoing(DataStream<Incoming> records, Step step) {
    SingleOutputStreamOperator<Event> events = events(records);
    SingleOutputStreamOperator<Prediction<Event>> predictions =
        step.after(events.keyBy(Event::key, Types.STRING));
    return results(predictions)
        .union(
            rejected(predictions, FlinkLstm.rejected(RecordTypes.EVENT), topics.deadLetters()),
            rejected(predictions, FlinkLstm.late(RecordTypes.EVENT), topics.late()),
            deadLetters(events));
  }

  private SingleOutputStreamOperator<Prediction<Event>> score(KeyedStream<Event, String> events) {
    return pipeline
        .scoring()
        .apply(FlinkLstm.score(events, model))
        .features(FeatureExtractor.ofArray(Event::values))
        .uid("lstm")
        .name("lstm")
        .build();
  }

  private SingleOutputStreamOperator<Event> events(DataStream<Incoming> records) {
    SingleOutputStreamOperator<Event> events =
        records
            .process(new SplitDeadLetters())
            .returns(RecordTypes.EVENT)
            .uid("split")
            .name("split dead letters");
    // One task reads files and then the topic, else an event of the one could overtake one of the
    // other; and its events must not be spread before they are keyed.
    return pipeline.history().isEmpty() ? events : events.setParallelism(1);
  }

  /** The topic, or files and then the topic, or files alone. */
  private DataStream<Incoming> source(
      StreamExecutionEnvironment environment, KafkaSource<Incoming> topic) {
    if (pipeline.history().isEmpty()) {
      return environment.fromSource(topic, order(), "events").uid("source");
    }
    FileSource<Incoming> files = files(pipeline.history().get());
    if (pipeline.bounded()) {
      return environment.fromSource(files, order(), "history").uid("history").setParallelism(1);
    }
    return environment
        .fromSource(
            HybridSource.builder(files).addSource(topic).build(),
            order(),
            "history, then events",
            RecordTypes.INCOMING)
        .uid("history-and-source")
        .setParallelism(1);
  }

  private FileSource<Incoming> files(History history) {
    return FileSource.forBulkFileFormat(
            new EventLines(pipeline.layout()),
            history.files().stream().map(Path::new).toArray(Path[]::new))
        .setSplitAssigner(PathOrder::new)
        .build();
  }

  private KafkaSourceBuilder<Incoming> topic() {
    KafkaSourceBuilder<Incoming> source = KafkaSource.builder();
    if (topics.inputs() instanceof InputTopics.Matching matching) {
      source.setTopicPattern(matching.whole());
    } else {
      source.setTopics(topics.inputs().named());
    }
    return source
        .setProperties(properties())
        .setBootstrapServers(topics.bootstrapServers())
        .setGroupId(pipeline.consumption().group())
        .setClientIdPrefix(pipeline.name())
        .setStartingOffsets(offsets(pipeline.consumption().start()))
        .setDeserializer(new IncomingDeserializer(pipeline.layout()))
        .setProperty("isolation.level", "read_committed")
        .setProperty(
            KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
            Long.toString(pipeline.consumption().discovery().toMillis()));
  }

  private static OffsetsInitializer offsets(Start start) {
    if (start instanceof Start.At at) {
      return OffsetsInitializer.timestamp(at.time());
    } else if (start instanceof Start.Earliest) {
      return OffsetsInitializer.earliest();
    }
    return start instanceof Start.Latest
        ? OffsetsInitializer.latest()
        : OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
  }

  private WatermarkStrategy<Incoming> order() {
    WatermarkStrategy<Incoming> watermarks =
        needsWatermarks()
            ? EventWatermarks.of(
                pipeline.scoring().outOfOrderness(), pipeline.scoring().idleAfter())
            : WatermarkStrategy.noWatermarks();
    return watermarks.withTimestampAssigner(
        (incoming, kafkaTime) -> incoming instanceof Event event ? event.time() : kafkaTime);
  }

  private boolean needsWatermarks() {
    return pipeline.scoring().order() == Order.EVENT_TIME
        || pipeline.scoring().expireAfter().isPresent()
        || pipeline.scoring().emit() instanceof Emission.SequenceEnd;
  }

  private DataStream<Outgoing> results(SingleOutputStreamOperator<Prediction<Event>> predictions) {
    ResultForm form = new ResultForm(model.load().description());
    return predictions
        .map(new ResultWriter(topics.output(), form, pipeline.results()))
        .returns(RecordTypes.OUTGOING)
        .uid("results")
        .name("results");
  }

  private static DataStream<Outgoing> rejected(
      SingleOutputStreamOperator<Prediction<Event>> predictions,
      OutputTag<Rejected<Event>> tag,
      String topic) {
    return predictions
        .getSideOutput(tag)
        .map(rejected -> OutgoingJson.rejected(topic, rejected))
        .returns(RecordTypes.OUTGOING)
        .uid(tag.getId())
        .name(tag.getId() + " events");
  }

  private DataStream<Outgoing> deadLetters(SingleOutputStreamOperator<Event> events) {
    String topic = topics.deadLetters();
    return events
        .getSideOutput(SplitDeadLetters.DEAD_LETTERS)
        .map((DeadLetter letter) -> OutgoingJson.deadLetter(topic, letter))
        .returns(RecordTypes.OUTGOING)
        .uid("dead-letters")
        .name("dead letters");
  }

  private KafkaSink<Outgoing> sink() {
    KafkaSinkBuilder<Outgoing> sink =
        KafkaSink.<Outgoing>builder()
            .setKafkaProducerConfig(properties())
            .setBootstrapServers(topics.bootstrapServers())
            .setRecordSerializer(new OutgoingRecords());
    if (!pipeline.delivery().exactlyOnce()) {
      return sink.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE).build();
    }
    return sink.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(pipeline.name())
        .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
        .setProperty(
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            Long.toString(pipeline.delivery().transactionTimeout().toMillis()))
        .build();
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.putAll(pipeline.kafka());
    return properties;
  }
}
