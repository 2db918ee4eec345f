package @package@;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;

/** Greets one river. */
public final class Greet implements Task<String, String> {

    @Override
    public String run(String river, TaskContext context) {
        if (river.isBlank()) {
            throw new IllegalArgumentException("A river has no name.");
        }
        return "Hello, " + river + "!";
    }
}
