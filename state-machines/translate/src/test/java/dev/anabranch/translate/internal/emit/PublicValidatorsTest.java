package dev.anabranch.translate.internal.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.publicpackages.NeedsPublicPackages;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.translate.sample.RandomWorkflow;
import dev.anabranch.translate.sample.Workflows;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks translations with public validators: see {@code src/test/node/README.md}. */
@NeedsPublicPackages
final class PublicValidatorsTest {

    private static Optional<PublicValidators> installed = Optional.empty();

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        installed = Optional.of(PublicValidators.install());
    }

    @Test
    void validatorsAcceptEveryTranslation(@TempDir Path folder) throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        for (Workflow<?, ?> workflow : workflows().toList()) {
            for (Target target : Target.values()) {
                Path file = folder.resolve(workflow.name() + "." + target + ".asl.json");
                Files.writeString(
                        file, Definition.of(workflow, target).translate().pretty());
                files.add(file);
            }
        }
        assertThat(installed.orElseThrow().complaints(files)).isEmpty();
    }

    @Test
    void validatorsRefuseAnInvalidDefinition(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("wrong.asl.json");
        Files.writeString(
                file,
                Definition.of(new Workflows.OneCall())
                        .translate()
                        .pretty()
                        .replace("\"Next\": \"echo\"", "\"Next\": \"ohce\""));
        assertThat(installed.orElseThrow().complaints(List.of(file)))
                .contains("\tasl-validator\t")
                .contains("\tamazon-states-language-service\t");
    }

    private static Stream<Workflow<?, ?>> workflows() {
        Stream<Workflow<?, ?>> random = LongStream.range(0, 10).mapToObj(RandomWorkflow::new);
        Stream<Workflow<?, ?>> examples =
                ServiceLoader.load(Workflow.class).stream().map(ServiceLoader.Provider::get);
        return Stream.concat(Workflows.all(), Stream.concat(examples, random));
    }
}
