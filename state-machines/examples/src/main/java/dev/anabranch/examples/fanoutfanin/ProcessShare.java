package dev.anabranch.examples.fanoutfanin;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Processes the items of one branch. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ProcessShare implements Task<Share, Processed> {

    /** Returns the processed items of this branch. */
    @Override
    public Processed run(Share share, TaskContext context) {
        List<String> done = IntStream.range(0, share.items().size())
                .filter(i -> i % share.branches() == share.branch())
                .mapToObj(i -> share.items().get(i).toUpperCase(Locale.ROOT) + "!")
                .toList();
        return new Processed(context.node(), done);
    }
}
