package io.flinklstm.jobs.record;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * A kind of message of Protocol Buffers.
 *
 * @param descriptors what {@code protoc --include_imports --descriptor_set_out} wrote; not to be
 *     changed
 * @param name in full, with its package
 */
public record ProtobufMessage(byte[] descriptors, String name) implements Serializable {

  /**
   * Checks that it is there.
   *
   * @throws IllegalArgumentException where it is not, or nothing can be made of the descriptors
   */
  public ProtobufMessage {
    parse(descriptors, name);
  }

  Descriptor descriptor() {
    return parse(descriptors, name);
  }

  private static Descriptor parse(byte[] descriptors, String name) {
    Map<String, FileDescriptor> files = files(descriptors);
    Map<String, Descriptor> messages = new HashMap<>();
    for (FileDescriptor file : files.values()) {
      file.getMessageTypes().forEach(message -> add(message, messages));
    }
    if (!messages.containsKey(name)) {
      throw new IllegalArgumentException(
          "no message " + name + " but " + new TreeSet<>(messages.keySet()));
    }
    return messages.get(name);
  }

  private static void add(Descriptor message, Map<String, Descriptor> messages) {
    messages.put(message.getFullName(), message);
    message.getNestedTypes().forEach(nested -> add(nested, messages));
  }

  /** Files come after those that they import, as protoc writes them. */
  private static Map<String, FileDescriptor> files(byte[] descriptors) {
    Map<String, FileDescriptor> files = new LinkedHashMap<>();
    try {
      for (FileDescriptorProto file : FileDescriptorSet.parseFrom(descriptors).getFileList()) {
        for (String imported : file.getDependencyList()) {
          if (!files.containsKey(imported)) {
            throw new IllegalArgumentException(
                file.getName() + " without " + imported + " before it (protoc --include_imports)");
          }
        }
        FileDescriptor[] imports =
            file.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
        files.put(file.getName(), FileDescriptor.buildFrom(file, imports));
      }
    } catch (InvalidProtocolBufferException | DescriptorValidationException e) {
      throw new IllegalArgumentException("no set of descriptors (" + e.getMessage() + ")", e);
    }
    return files;
  }

  /** Whether the path leads to something in some message of this kind. */
  public boolean has(FieldPath path) {
    Descriptor message = descriptor();
    FieldDescriptor field = null; // where the path has come to, an element where it is repeated
    boolean whole = true; // whether that is all of the field's elements
    for (Object step : path.steps()) {
      if (field == null || (!whole || !field.isRepeated()) && step instanceof String) {
        boolean leads = field == null || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        Descriptor within = field == null ? message : leads ? field.getMessageType() : null;
        field = within != null && step instanceof String name ? within.findFieldByName(name) : null;
        whole = true;
      } else if (field.isMapField() && step instanceof String) {
        field = field.getMessageType().findFieldByNumber(2);
        whole = true;
      } else if (field.isRepeated() && whole && step instanceof Integer) {
        whole = false;
      } else {
        field = null;
      }
      if (field == null) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof ProtobufMessage other
        && Arrays.equals(descriptors, other.descriptors)
        && name.equals(other.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
