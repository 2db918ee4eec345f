package @package@;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.util.List;

/** Returns the rivers of the input. The number of actions that follow depends on it, and is known only at run time. */
public final class ListRivers implements Task<HelloInput, List<String>> {

    private static final List<String> EUROPE = List.of("Elbe", "Loire", "Wisła");

    @Override
    public List<String> run(HelloInput input, TaskContext context) {
        return input.rivers() == null ? EUROPE : input.rivers();
    }
}
