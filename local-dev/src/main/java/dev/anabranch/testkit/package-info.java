/**
 * For the tests of users: what a workflow means, evaluated directly in Java, to be compared with what a run of its translation gave.
 */
@NullMarked
package dev.anabranch.testkit;

import org.jspecify.annotations.NullMarked;
