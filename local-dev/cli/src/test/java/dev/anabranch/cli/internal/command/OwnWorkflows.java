package dev.anabranch.cli.internal.command;

import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes some classes the only workflows of the commands of this thread until it is closed. */
final class OwnWorkflows implements AutoCloseable {

    private final ClassLoader before;
    private final URLClassLoader workflows;

    private OwnWorkflows(ClassLoader before, URLClassLoader workflows) {
        this.before = before;
        this.workflows = workflows;
    }

    /**
     * Changes the class loader of this thread.
     *
     * @param folder a folder for the file that names the workflows
     * @param types the classes of the workflows
     */
    static OwnWorkflows load(Path folder, Class<?>... types) throws IOException {
        Path classes = folder.resolve("classes");
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.write(
                services.resolve(Workflow.class.getName()),
                Arrays.stream(types).map(Class::getName).toList());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        URLClassLoader workflows = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before);
        Thread.currentThread().setContextClassLoader(workflows);
        return new OwnWorkflows(before, workflows);
    }

    @Override
    public void close() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        workflows.close();
    }
}
