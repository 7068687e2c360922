package io.flinklstm.jobs.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.shaded.org.apache.avro.AvroRuntimeException;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;

/** Asks a registry for schemas, by the client that Flink's own Avro format uses. */
public final class SchemaRegistry {

  private static final int UNKNOWN_SCHEMA = 40_403; // of the interface; a plain 404 says nothing
  private static final int NOT_FOUND = 404;
  private static final String AVRO = "AVRO";
  private static final int MOST_REFERENCES = 100; // and they may lead in a circle

  private final Registry place;
  private final RestService rest;
  private final CachedSchemaRegistryClient client;

  /** Asks nothing yet. */
  public SchemaRegistry(Registry place) {
    this.place = place;
    this.rest = new RestService(place.url());
    this.client = new CachedSchemaRegistryClient(rest, 1, place.properties()); // sets rest up, too
  }

  /**
   * A schema by its number.
   *
   * @throws UnreadableException where there is none, or none of Avro
   * @throws SchemaRegistryException where that cannot be known now
   */
  Schema schema(int id) throws UnreadableException {
    try {
      SchemaString found = rest.getId(id);
      String type = Optional.ofNullable(found.getSchemaType()).orElse(AVRO);
      if (!type.equals(AVRO)) {
        throw new UnreadableException("schema " + id + ": found one of " + type + ", not Avro");
      }
      Schema.Parser parser = new Schema.Parser();
      addReferences(parser, found.getReferences(), 0);
      return parser.parse(found.getSchemaString());
    } catch (AvroRuntimeException e) {
      throw new UnreadableException("schema " + id + ": not Avro (" + e.getMessage() + ")");
    } catch (RestClientException e) {
      if (e.getErrorCode() == UNKNOWN_SCHEMA) {
        throw new UnreadableException("schema " + id + " is unknown to the registry at " + place);
      }
      throw failed("schema " + id, e);
    } catch (IOException e) {
      throw failed("schema " + id, e);
    }
  }

  /** The schemas that a schema refers to by name, those that they refer to first. */
  private int addReferences(Schema.Parser parser, List<SchemaReference> references, int before)
      throws IOException, RestClientException {
    int count = before;
    for (SchemaReference reference : references == null ? List.<SchemaReference>of() : references) {
      if (++count > MOST_REFERENCES) {
        throw new AvroRuntimeException("more than " + MOST_REFERENCES + " references");
      }
      if (!parser.getTypes().containsKey(reference.getName())) {
        SchemaMetadata found =
            client.getSchemaMetadata(reference.getSubject(), reference.getVersion());
        count = addReferences(parser, found.getReferences(), count);
        parser.parse(found.getSchema());
      }
    }
    return count;
  }

  /**
   * What stands before each record of a schema, which is registered where it is not.
   *
   * @throws SchemaRegistryException where the registry does not take it
   */
  byte[] prefix(String subject, Schema schema) {
    try {
      int id = client.register(subject, schema);
      return ByteBuffer.allocate(AvroRecords.Registered.PREFIX).put((byte) 0).putInt(id).array();
    } catch (RestClientException | IOException e) {
      throw failed("the schema of " + subject, e);
    }
  }

  /**
   * Whether the schema of results may be registered there, or is already.
   *
   * @throws SchemaRegistryException where that cannot be known now
   */
  public boolean takesResults(String subject) {
    try {
      return isRegistered(subject) || client.testCompatibility(subject, ResultSchema.schema());
    } catch (RestClientException e) {
      if (e.getStatus() == NOT_FOUND) {
        return true; // no such subject yet
      }
      throw failed("whether " + subject + " takes results", e);
    } catch (IOException e) {
      throw failed("whether " + subject + " takes results", e);
    }
  }

  private boolean isRegistered(String subject) throws IOException, RestClientException {
    try {
      return client.getId(subject, ResultSchema.schema()) >= 0;
    } catch (RestClientException e) {
      if (e.getStatus() == NOT_FOUND) {
        return false; // no such subject, or not under it
      }
      throw e;
    }
  }

  /**
   * Asks whether it is there.
   *
   * @throws SchemaRegistryException where it is not
   */
  public void check() {
    try {
      rest.getSchemaTypes();
    } catch (RestClientException | IOException e) {
      throw failed("kinds of schemas", e);
    }
  }

  private SchemaRegistryException failed(String what, Exception e) {
    return new SchemaRegistryException(
        "the schema registry at "
            + place
            + " was asked for "
            + what
            + " and does not give it ("
            + e.getMessage()
            + "); check registry.url, its credentials and that it runs",
        e);
  }
}
