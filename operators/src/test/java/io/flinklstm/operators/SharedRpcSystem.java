package io.flinklstm.operators;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rpc.AddressResolution;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.runtime.rpc.RpcSystemLoader;
import org.apache.flink.runtime.rpc.pekko.PekkoRpcSystemLoader;

/**
 * One system of remote procedure calls for all mini clusters of a test JVM. By itself each cluster
 * unpacks Pekko and loads its classes anew, which takes longer than most jobs of tests.
 */
public final class SharedRpcSystem implements RpcSystemLoader {

  private static final int BEFORE_PEKKOS_OWN = -1;
  private static RpcSystem shared;

  @Override
  public int getLoadPriority() {
    return BEFORE_PEKKOS_OWN;
  }

  @Override
  public RpcSystem loadRpcSystem(Configuration configuration) {
    return new Unclosed(shared());
  }

  private static synchronized RpcSystem shared() {
    if (shared == null) {
      // Unpacked where no test's end deletes it.
      shared = new PekkoRpcSystemLoader().loadRpcSystem(new Configuration());
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /** Outlives the clusters that use it. */
  private record Unclosed(RpcSystem system) implements RpcSystem {

    @Override
    public RpcServiceBuilder localServiceBuilder(Configuration configuration) {
      return system.localServiceBuilder(configuration);
    }

    @Override
    public RpcServiceBuilder remoteServiceBuilder(
        Configuration configuration, String externalAddress, String externalPortRange) {
      return system.remoteServiceBuilder(configuration, externalAddress, externalPortRange);
    }

    @Override
    public String getRpcUrl(
        String host,
        int port,
        String endpoint,
        AddressResolution resolution,
        Configuration configuration)
        throws UnknownHostException {
      return system.getRpcUrl(host, port, endpoint, resolution, configuration);
    }

    @Override
    public InetSocketAddress getInetSocketAddressFromRpcUrl(String url) throws Exception {
      return system.getInetSocketAddressFromRpcUrl(url);
    }

    @Override
    public long getMaximumMessageSizeInBytes(Configuration configuration) {
      return system.getMaximumMessageSizeInBytes(configuration);
    }
  }
}
