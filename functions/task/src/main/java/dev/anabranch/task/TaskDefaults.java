package dev.anabranch.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Resources of a task's function. A call in a workflow can override them. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TaskDefaults {

    /**
     * Memory of the function in MB, 128 to 10,240. CPU is proportional to it: 1,769 MB is one core
     * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).
     */
    int memoryMb() default 1024;

    /** Timeout of one attempt in seconds, 1 to 1,800. Values above 900 are not available in every region. */
    int timeoutSeconds() default 60;
}
