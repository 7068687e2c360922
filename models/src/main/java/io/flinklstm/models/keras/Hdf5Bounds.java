package io.flinklstm.models.keras;

import io.flinklstm.models.format.ModelFormatException;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.filter.PipelineFilterWithData;
import io.jhdf.object.datatype.VariableLength;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Sizes that a file declares against the bytes it has. The library allocates what is declared, and
 * inflates what is packed to its end, before it looks; so they are checked here before it is asked.
 */
final class Hdf5Bounds {

  private static final int MAX_PACKING = 64; // how much larger than the file packed arrays may be
  private static final int CHECKSUM_BYTES = 4;
  private static final int LEAST_CHUNK = 8; // bytes that the index has of each chunk, at least
  private static final int DEFLATE = 1;
  private static final List<List<Integer>> FILTERS = // as they were applied
      List.of(List.of(), List.of(1), List.of(2, 1), List.of(2), List.of(1, 3), List.of(2, 1, 3));

  private final long fileBytes;
  private long total;

  Hdf5Bounds(long fileBytes) {
    this.fileBytes = fileBytes;
  }

  /** An attribute, before its data are read. */
  void require(String name, Attribute attribute) {
    long size = size(attribute.getDimensionsAsLong(), attribute.getDataType().getSize());
    if (attribute.getDataType() instanceof VariableLength && size <= fileBytes) {
      ByteBuffer texts = attribute.getBuffer().slice().order(ByteOrder.LITTLE_ENDIAN);
      int record = attribute.getDataType().getSize();
      for (int at = 0; at + record <= texts.limit(); at += record) {
        size += texts.getInt(at) & 0xffffffffL;
      }
    }
    if (size > fileBytes) {
      throw tooLarge("HDF5 attribute " + name, size);
    }
  }

  /** A dataset, before its data are read. */
  void require(String path, Dataset dataset) {
    int element = dataset.getDataType().getSize();
    long size = size(dataset.getDimensionsAsLong(), element);
    total = Math.addExact(total, size);
    List<Integer> filters =
        dataset.getFilters().stream().map(PipelineFilterWithData::getId).toList();
    if (size > fileBytes && filters.isEmpty() || total > MAX_PACKING * fileBytes) {
      throw tooLarge("HDF5 " + path, size);
    }
    if (!FILTERS.contains(filters)) {
      throw new ModelFormatException(
          "HDF5 " + path,
          "filters " + dataset.getFilters(),
          "none, or shuffle, gzip and Fletcher's checksum in this order");
    }
    if (filters.contains(DEFLATE) && dataset instanceof ChunkedDataset chunked) {
      requireChunks(path, chunked, element);
    }
  }

  private static long size(long[] dimensions, int element) {
    long size = element;
    for (long dimension : dimensions) {
      size = Math.multiplyExact(size, dimension);
    }
    return size;
  }

  private void requireChunks(String path, ChunkedDataset dataset, int element) {
    int[] chunk = dataset.getChunkDimensions();
    int[] size = dataset.getDimensions();
    long bytes = element;
    long chunks = 1;
    for (int i = 0; i < size.length; i++) {
      bytes = Math.multiplyExact(bytes, chunk[i]);
      chunks = Math.multiplyExact(chunks, (size[i] + chunk[i] - 1L) / chunk[i]);
    }
    if (chunks > fileBytes / LEAST_CHUNK || bytes > MAX_PACKING * fileBytes) {
      throw tooLarge("HDF5 " + path + ": " + chunks + " chunks", bytes);
    }
    int[] at = new int[size.length];
    for (long i = 0; i < chunks; i++) {
      requireInflated(path, dataset.getRawChunkBuffer(at.clone()), bytes + CHECKSUM_BYTES);
      for (int d = at.length - 1; d >= 0 && (at[d] += chunk[d]) >= size[d]; d--) {
        at[d] = 0;
      }
    }
  }

  private static void requireInflated(String path, ByteBuffer packed, long most) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(packed);
      byte[] room = new byte[(int) Math.min(most, 1 << 13)];
      long length = 0;
      for (int n = 1; n > 0; length += n) {
        n = inflater.inflate(room);
        if (length > most) {
          throw new ModelFormatException(
              "HDF5 " + path,
              "a chunk that inflates to more than " + most + " bytes",
              "a whole one");
        }
      }
    } catch (DataFormatException e) {
      throw new ModelFormatException("HDF5 " + path, e.getMessage(), "deflated bytes").because(e);
    } finally {
      inflater.end();
    }
  }

  private ModelFormatException tooLarge(String place, long size) {
    return new ModelFormatException(
        place, size + " bytes declared", "a size that the file's " + fileBytes + " can hold");
  }
}
