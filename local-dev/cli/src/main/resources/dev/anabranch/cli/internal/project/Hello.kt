package @package@

import dev.anabranch.workflow.Flow
import dev.anabranch.workflow.Retry
import dev.anabranch.workflow.Value
import dev.anabranch.workflow.Workflow

/**
 * The input of the workflow [Hello].
 *
 * @property rivers the rivers to greet; null for three rivers of Europe
 */
@JvmRecord
data class HelloInput(val rivers: List<String>?)

/** Lists rivers, and greets each of them in its own action. */
class Hello : Workflow<HelloInput, List<String>> {

    override fun define(flow: Flow, input: Value<HelloInput>): Value<List<String>> {
        val rivers = flow.call(ListRivers::class.java, input).named("list rivers")
        return flow.map(rivers, Greet::class.java).named("greet").concurrency(10).retry(Retry.upTo(2)).toList()
    }

    override fun description() = "Greets rivers, each in its own action."
}
