package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.output.NextCommand;
import dev.anabranch.embedded.internal.cloud.AwaitObserver;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.runs.internal.graph.RunGraph;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells the user how to answer a run, when its first action begins to wait. */
final class WaitHint implements AwaitObserver {

    /** An action that waits. */
    private record Waiting(String run, String node) {}

    private final NextCommand next;
    private final Consumer<String> lines;
    private @Nullable EmbeddedCloud cloud;
    private @Nullable Waiting first;
    private boolean kept;

    /** @param lines receives the line for the user */
    WaitHint(NextCommand next, Consumer<String> lines) {
        this.next = next;
        this.lines = lines;
    }

    /**
     * Sets the cloud of the run. An action may have begun to wait before.
     *
     * @param inFolder whether other processes can answer, because a data folder has the run
     */
    synchronized void follow(EmbeddedCloud runs, boolean inFolder) {
        cloud = runs;
        kept = inFolder;
        if (first != null) {
            lines.accept(text(runs, first));
        }
    }

    @Override
    public synchronized void awaits(String run, String node, List<Long> path) {
        if (first != null) {
            return;
        }
        first = new Waiting(run, node);
        if (cloud != null) {
            lines.accept(text(cloud, first));
        }
    }

    private String text(EmbeddedCloud runs, Waiting waiting) {
        boolean callback = runs.runs()
                .graph(waiting.run())
                .node(waiting.node())
                .filter(RunGraph.Vertex::isCallback)
                .isPresent();
        String what = callback ? "a callback" : "an answer";
        if (!kept) {
            return "anabranch: The run waits for " + what + ", which needs a data folder or `" + next.launcher()
                    + " serve`. Press Ctrl-C to cancel it.";
        }
        return "anabranch: The run `" + waiting.run() + "` waits for " + what + ". In another terminal, `"
                + next.of("waiting") + "` lists what it waits for"
                + (callback
                        ? "."
                        : ", and `" + next.of("signal " + waiting.run() + " NODE --value JSON") + "` answers.");
    }
}
