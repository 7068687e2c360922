package io.flinklstm.jobs.record;

import io.flinklstm.operators.result.Prediction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Makes a record of each result, in the format that is chosen. */
public final class ResultWriter extends RichMapFunction<Prediction<Event>, Outgoing> {

  private static final long serialVersionUID = 1;

  private final String topic;
  private final ResultForm form;
  private final ResultFormat format;
  private transient OutgoingAvro avro; // null for JSON

  /**
   * @param form what of the model decides how its results are written
   */
  public ResultWriter(String topic, ResultForm form, ResultFormat format) {
    this.topic = topic;
    this.form = form;
    this.format = format;
  }

  @Override
  public void open(OpenContext context) {
    if (format instanceof ResultFormat.Avro) {
      avro = new OutgoingAvro(new byte[0]);
    } else if (format instanceof ResultFormat.RegisteredAvro registered) {
      SchemaRegistry registry = new SchemaRegistry(registered.registry());
      avro = new OutgoingAvro(registry.prefix(registered.subject(), ResultSchema.schema()));
    }
  }

  @Override
  public Outgoing map(Prediction<Event> prediction) {
    return avro == null
        ? OutgoingJson.result(topic, form, prediction)
        : avro.result(topic, form, prediction);
  }
}
