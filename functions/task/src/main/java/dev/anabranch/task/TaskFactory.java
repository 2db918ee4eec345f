package dev.anabranch.task;

import org.jspecify.annotations.Nullable;

/**
 * Creates the tasks of an application, for example with a framework for dependency injection, so that tasks get clients
 * and configuration through their constructors. The file {@code META-INF/services/dev.anabranch.task.TaskFactory} names
 * the factory's class, which is public and has a public constructor without parameters. A class path has at most one
 * factory.
 *
 * <p>On AWS each function creates one factory and one task when it starts. At home one factory creates the
 * tasks of all workflows. A task is called by several threads: at home by all parallel actions, and on AWS by those of a
 * batch.
 */
public interface TaskFactory extends AutoCloseable {

    /**
     * Creates a task.
     *
     * @param type the class of the task
     * @param settings the settings of the task
     * @return the task; null to have it created with its constructor without parameters
     * @throws Exception if it cannot be created; no function starts with it, and no run starts at home
     */
    <T extends Task<?, ?>> @Nullable T create(Class<T> type, TaskSettings settings) throws Exception;

    /** Releases what the factory has created, when its function ends. Does nothing by default. */
    @Override
    default void close() {}
}
