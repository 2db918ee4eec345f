package dev.anabranch.cli.internal.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows of a user's project together with the examples. */
final class WorkflowCatalogueTest {

    @TempDir
    Path folder;

    /** A workflow of the user. */
    public static class Mine implements Workflow<String, String> {
        @Override
        public Value<String> define(Flow flow, Value<String> input) {
            return input;
        }

        @Override
        public String name() {
            return "mine";
        }
    }

    /** Has the same name as an example. */
    public static final class Taken extends Mine {
        @Override
        public String name() {
            return "land-cover";
        }
    }

    /** Cannot be instantiated. */
    public static final class Broken extends Mine {
        public Broken() {
            throw new IllegalStateException("no licence");
        }
    }

    @Test
    void examplesAreOnTheTestClassPath() throws IOException {
        try (URLClassLoader classes = naming(Mine.class.getName())) {
            WorkflowCatalogue catalogue = WorkflowCatalogue.in(classes);

            assertThat(catalogue.get("mine")).isInstanceOf(Mine.class);
            assertThat(catalogue.workflows())
                    .extracting(Workflow::name)
                    .contains("land-cover")
                    .isSorted();
        }
    }

    @Test
    void duplicateWorkflowNameIsRefused() throws IOException {
        try (URLClassLoader classes = naming(Taken.class.getName())) {
            assertThatThrownBy(() -> WorkflowCatalogue.in(classes))
                    .isInstanceOf(UsageError.class)
                    .hasMessageContainingAll("`land-cover`", Taken.class.getName(), "landcover.LandCover", "name()");
        }
    }

    @Test
    void missingWorkflowClassIsNamed() throws IOException {
        try (URLClassLoader classes = naming("org.example.Missing")) {
            assertThatThrownBy(() -> WorkflowCatalogue.in(classes))
                    .isInstanceOf(UsageError.class)
                    .hasMessageContainingAll("org.example.Missing", "META-INF/services");
        }
    }

    @Test
    void throwingWorkflowConstructorIsReported() throws IOException {
        try (URLClassLoader classes = naming(Broken.class.getName())) {
            assertThatThrownBy(() -> WorkflowCatalogue.in(classes))
                    .isInstanceOf(UsageError.class)
                    .hasMessageContainingAll("Broken", "no licence");
        }
    }

    private URLClassLoader naming(String type) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(Workflow.class.getName()), type + "\n");
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, WorkflowCatalogueTest.class.getClassLoader());
    }
}
