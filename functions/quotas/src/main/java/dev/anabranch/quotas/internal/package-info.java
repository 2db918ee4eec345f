/**
 * The quotas and billing units of AWS, and the retention of data, for all modules. Each class has the source of its
 * values. The module has no dependencies, so that the engine can use it without depending on workflows.
 */
@NullMarked
package dev.anabranch.quotas.internal;

import org.jspecify.annotations.NullMarked;
