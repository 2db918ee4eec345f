package @package@

import dev.anabranch.testkit.AnabranchExtension
import dev.anabranch.testkit.Fault
import dev.anabranch.testkit.Scenarios
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

@ExtendWith(AnabranchExtension::class)
class HelloTest {

    @Test
    fun greetsEachRiverInOrder(scenarios: Scenarios) {
        assertThat(scenarios.of(Hello()).run(HelloInput(listOf("Oder", "Po"))))
            .hasOutput(listOf("Hello, Oder!", "Hello, Po!"))
    }

    @Test
    fun greetsThreeRiversWithoutInput(scenarios: Scenarios) {
        assertThat(scenarios.of(Hello()).run(HelloInput(null)))
            .hasOutput(listOf("Hello, Elbe!", "Hello, Loire!", "Hello, Wisła!"))
    }

    @Test
    fun survivesACrashOfAFunction(scenarios: Scenarios) {
        assertThat(
            scenarios.of(Hello())
                .with(Fault.crash().at("greet", 1))
                .run(HelloInput(listOf("Oder", "Po"))),
        ).hasOutput(listOf("Hello, Oder!", "Hello, Po!"))
    }
}
