package io.flinklstm.jobs;

import io.flinklstm.core.NetworkSource;
import io.flinklstm.jobs.record.DeadLetter;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.EventLines;
import io.flinklstm.jobs.record.Incoming;
import io.flinklstm.jobs.record.IncomingDeserializer;
import io.flinklstm.jobs.record.Outgoing;
import io.flinklstm.jobs.record.OutgoingJson;
import io.flinklstm.jobs.record.OutgoingRecords;
import io.flinklstm.jobs.record.RecordTypes;
import io.flinklstm.operators.FeatureExtractor;
import io.flinklstm.operators.FlinkLstm;
import io.flinklstm.operators.result.Prediction;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.base.source.hybrid.HybridSource;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Kafka to Kafka: events of many keys in, a forecast and an anomaly score for each out.
 *
 * <p>Every input record has exactly one record in the output or in the dead letters, whatever
 * crashed in between; those of one checkpoint appear together, when it completes. Events of one key
 * are taken in the order of their partition.
 */
public final class AnomalyJob {

  private final AnomalyPipeline pipeline;
  private final NetworkSource model;
  private final int fields;

  /**
   * @param model loaded by each task for itself
   */
  public AnomalyJob(AnomalyPipeline pipeline, NetworkSource model) {
    this.pipeline = pipeline;
    this.model = model;
    this.fields = model.load().fields();
  }

  /** Adds the whole job to the environment; it runs when that is executed. */
  public void build(StreamExecutionEnvironment environment) {
    environment.configure(JobSettings.of(pipeline));

    SingleOutputStreamOperator<Event> events = events(environment);
    SingleOutputStreamOperator<Prediction<Event>> predictions =
        FlinkLstm.score(events.keyBy(Event::key, Types.STRING), model)
            .features(FeatureExtractor.ofArray(Event::values))
            .maxWave(pipeline.maxWave())
            .uid("lstm")
            .name("lstm")
            .build();

    results(predictions)
        .union(rejected(predictions), deadLetters(events))
        .sinkTo(sink())
        .uid("sink")
        .name("results and dead letters");
  }

  private SingleOutputStreamOperator<Event> events(StreamExecutionEnvironment environment) {
    SingleOutputStreamOperator<Event> events =
        source(environment)
            .process(new SplitDeadLetters())
            .returns(RecordTypes.EVENT)
            .uid("split")
            .name("split dead letters");
    // One task reads files and then the topic, else an event of the one could overtake one of the
    // other; and its events must not be spread before they are keyed.
    return pipeline.history().isEmpty() ? events : events.setParallelism(1);
  }

  /** The topic, or files and then the topic, or files alone. */
  private DataStream<Incoming> source(StreamExecutionEnvironment environment) {
    if (pipeline.history().isEmpty()) {
      return environment.fromSource(topic(), arrivalOrder(), "events").uid("source");
    }
    FileSource<Incoming> files = files(pipeline.history().get());
    if (pipeline.bounded()) {
      return environment
          .fromSource(files, arrivalOrder(), "history")
          .uid("history")
          .setParallelism(1);
    }
    return environment
        .fromSource(
            HybridSource.builder(files).addSource(topic()).build(),
            arrivalOrder(),
            "history, then events",
            RecordTypes.INCOMING)
        .uid("history-and-source")
        .setParallelism(1);
  }

  private FileSource<Incoming> files(History history) {
    return FileSource.forBulkFileFormat(
            new EventLines(fields), history.files().stream().map(Path::new).toArray(Path[]::new))
        .setSplitAssigner(PathOrder::new)
        .build();
  }

  private KafkaSource<Incoming> topic() {
    return KafkaSource.<Incoming>builder()
        .setBootstrapServers(pipeline.topics().bootstrapServers())
        .setTopics(pipeline.topics().input())
        .setGroupId(pipeline.name())
        .setClientIdPrefix(pipeline.name())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new IncomingDeserializer(fields))
        .setProperty("isolation.level", "read_committed")
        .build();
  }

  /** Nothing waits for watermarks, but the calendar features need the event's own time. */
  private static WatermarkStrategy<Incoming> arrivalOrder() {
    return WatermarkStrategy.<Incoming>noWatermarks()
        .withTimestampAssigner(
            (incoming, kafkaTime) -> incoming instanceof Event event ? event.time() : kafkaTime);
  }

  private DataStream<Outgoing> results(SingleOutputStreamOperator<Prediction<Event>> predictions) {
    String topic = pipeline.topics().output();
    return predictions
        .map(prediction -> OutgoingJson.result(topic, prediction))
        .returns(RecordTypes.OUTGOING)
        .uid("results")
        .name("results");
  }

  private DataStream<Outgoing> rejected(SingleOutputStreamOperator<Prediction<Event>> predictions) {
    String topic = pipeline.topics().deadLetters();
    return predictions
        .getSideOutput(FlinkLstm.rejected(RecordTypes.EVENT))
        .map(rejected -> OutgoingJson.rejected(topic, rejected))
        .returns(RecordTypes.OUTGOING)
        .uid("rejected")
        .name("rejected events");
  }

  private DataStream<Outgoing> deadLetters(SingleOutputStreamOperator<Event> events) {
    String topic = pipeline.topics().deadLetters();
    return events
        .getSideOutput(SplitDeadLetters.DEAD_LETTERS)
        .map((DeadLetter letter) -> OutgoingJson.deadLetter(topic, letter))
        .returns(RecordTypes.OUTGOING)
        .uid("dead-letters")
        .name("dead letters");
  }

  private KafkaSink<Outgoing> sink() {
    return KafkaSink.<Outgoing>builder()
        .setBootstrapServers(pipeline.topics().bootstrapServers())
        .setRecordSerializer(new OutgoingRecords())
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setTransactionalIdPrefix(pipeline.name())
        .setTransactionNamingStrategy(TransactionNamingStrategy.INCREMENTING)
        .setProperty(
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            Long.toString(pipeline.transactionTimeout().toMillis()))
        .build();
  }
}
