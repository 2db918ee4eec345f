package @package@

import dev.anabranch.task.Task
import dev.anabranch.task.TaskContext

/** Returns the rivers of the input. The number of actions that follow depends on it, and is known only at run time. */
class ListRivers : Task<HelloInput, List<String>> {

    override fun run(input: HelloInput, context: TaskContext): List<String> =
        input.rivers ?: listOf("Elbe", "Loire", "Wisła")
}

/** Greets one river. */
class Greet : Task<String, String> {

    override fun run(river: String, context: TaskContext): String {
        require(river.isNotBlank()) { "A river has no name." }
        return "Hello, $river!"
    }
}
