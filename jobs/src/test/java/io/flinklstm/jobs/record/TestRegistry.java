package io.flinklstm.jobs.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** As much of a schema registry as producers and consumers of Avro use; numbers begin at 1. */
public final class TestRegistry implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int UNKNOWN = 40_403;

  private final HttpServer server;
  private final List<ObjectNode> schemas = new ArrayList<>();
  private final Map<String, ObjectNode> subjects = new TreeMap<>();
  private String authorization = "";
  private int asked;

  public TestRegistry() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext("/schemas/ids/", this::byId);
    server.createContext("/schemas/types", exchange -> answer(exchange, 200, "[\"AVRO\"]"));
    server.createContext("/subjects/", this::subject);
    server.createContext("/compatibility/subjects/", this::compatibility);
    server.start();
  }

  /** Where it is. */
  public String url() {
    return "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort();
  }

  /** Takes a schema of Avro and gives its number. */
  public synchronized int add(String schema) {
    return add(JSON.createObjectNode().put("schema", schema));
  }

  /** Takes what the interface would answer for a schema. */
  synchronized int add(ObjectNode schema) {
    schemas.add(schema);
    return schemas.size();
  }

  /** Gives a schema a name under which others refer to it. */
  public synchronized void name(String subject, String schema) {
    ObjectNode named = JSON.createObjectNode().put("schema", schema);
    add(named);
    subjects.put(subject, named);
  }

  /** The names under which schemas were registered. */
  public synchronized List<String> subjects() {
    return List.copyOf(subjects.keySet());
  }

  /** What the last who asked had to show. */
  synchronized String authorization() {
    return authorization;
  }

  /** How often somebody asked for a schema by its number. */
  synchronized int asked() {
    return asked;
  }

  private synchronized void byId(HttpExchange exchange) throws IOException {
    asked++;
    List<String> shown = exchange.getRequestHeaders().get("Authorization");
    authorization = shown == null ? "" : shown.get(0);
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    int id = Integer.parseInt(path[path.length - 1]);
    if (id < 1 || id > schemas.size()) {
      String error = "{\"error_code\":" + UNKNOWN + ",\"message\":\"Schema " + id + " not found\"}";
      answer(exchange, 404, error);
    } else {
      answer(exchange, 200, schemas.get(id - 1).toString());
    }
  }

  private synchronized void subject(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    String subject = path[2];
    if (path.length == 3) {
      answer(exchange, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
    } else if (exchange.getRequestMethod().equals("POST")) {
      ObjectNode schema = (ObjectNode) JSON.readTree(exchange.getRequestBody());
      subjects.put(subject, schema);
      answer(exchange, 200, "{\"id\":" + add(schema) + "}");
    } else {
      ObjectNode named = subjects.get(subject);
      ObjectNode found = named.deepCopy().put("id", schemas.indexOf(named) + 1);
      answer(exchange, 200, found.put("subject", subject).put("version", 1).toString());
    }
  }

  /** Here nothing goes together but what is equal. */
  private synchronized void compatibility(HttpExchange exchange) throws IOException {
    ObjectNode named = subjects.get(exchange.getRequestURI().getPath().split("/", -1)[3]);
    if (named == null) {
      answer(exchange, 404, "{\"error_code\":40401,\"message\":\"Subject not found.\"}");
      return;
    }
    String schema = JSON.readTree(exchange.getRequestBody()).path("schema").asText();
    boolean equal = JSON.readTree(schema).equals(JSON.readTree(named.path("schema").asText()));
    answer(exchange, 200, "{\"is_compatible\":" + equal + "}");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
