package dev.anabranch.examples;

import dev.anabranch.task.Blob;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskSettings;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The context of a first attempt that writes no files.
 *
 * @param node the name of the node
 */
public record OneAction(String node) implements TaskContext {

    /** Returns a context for tasks that do not use it. */
    public static final OneAction ANY = new OneAction("node");

    @Override
    public String runId() {
        return "run-1";
    }

    @Override
    public String workflow() {
        return "workflow";
    }

    @Override
    public List<Long> path() {
        return List.of();
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Duration timeLeft() {
        return Duration.ofMinutes(1);
    }

    @Override
    public System.Logger logger() {
        return System.getLogger(OneAction.class.getName());
    }

    @Override
    public TaskSettings settings() {
        return TaskSettings.of(Map.of());
    }

    @Override
    public Blob write(String name, String mediaType, BlobWriter writer) {
        throw new UnsupportedOperationException("this action has no files");
    }

    @Override
    public InputStream open(Blob blob) {
        throw new UnsupportedOperationException("this action has no files");
    }
}
