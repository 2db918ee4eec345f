package dev.anabranch.workflow.internal.graph;

/**
 * A task, by name: the graph does not hold classes, so that it can be read back from a manifest.
 *
 * @param className the binary name of the class
 * @param input what it is given
 * @param output what it returns
 * @param memoryMb memory of its function unless a call asks for another, in MB
 * @param timeoutSeconds how long one attempt may take unless a call says otherwise
 */
public record TaskRef(String className, TypeName input, TypeName output, int memoryMb, int timeoutSeconds) {

    /** The name without the package. */
    public String simpleName() {
        return className.substring(Math.max(className.lastIndexOf('.'), className.lastIndexOf('$')) + 1);
    }
}
