package io.flinklstm.jobs.pipeline;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.util.TimeUtils;

/** The content at a web address, within bounds of size and time. */
final class Download {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(1);
  private static final int OK = 200;

  private final URI uri;
  private final int most;
  private final Duration patience;

  /**
   * @param most bytes
   * @param patience for all of it, as a server may begin to answer and never end
   */
  Download(URI uri, int most, Duration patience) {
    this.uri = uri;
    this.most = most;
    this.patience = patience;
  }

  /**
   * The bytes.
   *
   * @throws IOException where there are more, or they do not come; without the address
   */
  byte[] read() throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            head ->
                head.statusCode() == OK
                    ? new Bounded(most)
                    : BodySubscribers.replacing(new byte[0]));
    HttpResponse<byte[]> response = within(answer);
    if (response.statusCode() != OK) {
      throw new IOException("the server answers " + response.statusCode());
    }
    return response.body();
  }

  private <T> T within(CompletableFuture<T> answer) throws IOException {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "the server has not sent all of it within " + TimeUtils.formatWithHighestUnit(patience),
          e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException said ? said : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while it was read", e);
    } finally {
      answer.cancel(true); // nothing, where it has ended
    }
  }

  /** All bytes, unless there are too many. */
  private static final class Bounded implements BodySubscriber<byte[]> {

    private final BodySubscriber<byte[]> all = BodySubscribers.ofByteArray();
    private final int most;
    private Subscription subscription;
    private long count;

    Bounded(int most) {
      this.most = most;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return all.getBody();
    }

    @Override
    public void onSubscribe(Subscription begun) {
      subscription = begun;
      all.onSubscribe(begun);
    }

    @Override
    public void onNext(List<ByteBuffer> next) {
      for (ByteBuffer buffer : next) {
        count += buffer.remaining();
      }
      if (count <= most) {
        all.onNext(next);
      } else {
        subscription.cancel();
        all.onError(new IOException("more than " + most + " bytes"));
      }
    }

    @Override
    public void onError(Throwable failure) {
      all.onError(failure);
    }

    @Override
    public void onComplete() {
      all.onComplete();
    }
  }
}
