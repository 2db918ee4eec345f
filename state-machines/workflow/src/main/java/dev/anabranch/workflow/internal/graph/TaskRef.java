package dev.anabranch.workflow.internal.graph;

/**
 * A reference to a task. It has names instead of classes, so that a graph can be read from a manifest.
 *
 * @param className the binary name of the class
 * @param input the type of its input
 * @param output the type of its output
 * @param memoryMb the default memory of its function, in MB
 * @param timeoutSeconds the default timeout of one attempt, in seconds
 * @param needs the settings and secrets that it requires
 */
public record TaskRef(
        String className, TypeName input, TypeName output, int memoryMb, int timeoutSeconds, TaskNeeds needs) {

    /** Creates a reference to a task that requires no settings. */
    public TaskRef(String className, TypeName input, TypeName output, int memoryMb, int timeoutSeconds) {
        this(className, input, output, memoryMb, timeoutSeconds, TaskNeeds.NONE);
    }

    /** Returns the class name without the package and enclosing classes. */
    public String simpleName() {
        // The class of a lambda expression has a name such as `Orders$$Lambda$120/0x0000000803013868`.
        String name = className.split("/", 2)[0];
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }
}
