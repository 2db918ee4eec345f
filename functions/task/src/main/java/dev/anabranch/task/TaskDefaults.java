package dev.anabranch.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a task needs wherever it is called; a call can ask for something else. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TaskDefaults {

    /**
     * Memory of the function in MB, 128 to 10,240. CPU grows with it: 1,769 MB is one core
     * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).
     */
    int memoryMb() default 1024;

    /** How long one attempt may take, in seconds, 1 to 1,800; more than 900 not in every region. */
    int timeoutSeconds() default 60;
}
