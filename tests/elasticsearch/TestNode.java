package pantau.es;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;

/** Runs one real Elasticsearch node on loopback until the process is told to stop. */
public final class TestNode {
    public static void main(String[] args) throws Exception {
        org.elasticsearch.common.logging.LogConfigurator.configureESLogging();
        Path home = Path.of(args[0]).toAbsolutePath();
        String port = args[1];
        Path data = Path.of(args[2]).toAbsolutePath();
        Settings settings = Settings.builder()
            .put("path.home", home)
            .put("path.data", data)
            .put("cluster.name", "pantau-test")
            .put("node.name", "test")
            .put("discovery.type", "single-node")
            .put("network.host", "127.0.0.1")
            .put("http.port", port)
            .put("indices.breaker.total.use_real_memory", false)
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
        Node node = new Node(new Environment(settings, home.resolve("config")));
        node.start();
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try { node.close(); } catch (Exception e) { e.printStackTrace(); }
            stopped.countDown();
        }));
        if (System.getenv("NODE_ATTACHED") != null) {
            endWithStarter();
        }
        stopped.await();
    }

    /** Ends when standard input does: whoever started the node is gone. */
    private static void endWithStarter() {
        Thread reader = new Thread(() -> {
            try {
                while (System.in.read() >= 0) { }
            } catch (java.io.IOException gone) { }
            System.exit(0);
        });
        reader.setDaemon(true);
        reader.start();
    }
}
