package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.testkit.AnabranchExtension;
import dev.anabranch.testkit.Fault;
import dev.anabranch.testkit.Scenarios;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AnabranchExtension.class)
class HelloTest {

    @Test
    void greetsEachRiverInOrder(Scenarios scenarios) {
        assertThat(scenarios.of(new Hello()).run(new HelloInput(List.of("Oder", "Po"))))
                .hasOutput(List.of("Hello, Oder!", "Hello, Po!"));
    }

    @Test
    void greetsThreeRiversWithoutInput(Scenarios scenarios) {
        assertThat(scenarios.of(new Hello()).run(new HelloInput(null)))
                .hasOutput(List.of("Hello, Elbe!", "Hello, Loire!", "Hello, Wisła!"));
    }

    @Test
    void survivesACrashOfAFunction(Scenarios scenarios) {
        assertThat(scenarios.of(new Hello())
                        .with(Fault.crash().at("greet", 1))
                        .run(new HelloInput(List.of("Oder", "Po"))))
                .hasOutput(List.of("Hello, Oder!", "Hello, Po!"));
    }
}
