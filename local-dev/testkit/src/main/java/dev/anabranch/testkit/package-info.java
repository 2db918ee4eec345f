/**
 * For the tests of users: scenarios of a workflow on an embedded cloud of its own, with stand-ins for its tasks, faults, virtual time and
 * assertions. The only package that needs JUnit and AssertJ, which come from whoever uses it.
 */
@NullMarked
package dev.anabranch.testkit;

import org.jspecify.annotations.NullMarked;
