/**
 * The quotas and billing units of AWS, and how long data is kept: every module takes them from here. Each class has the source of its values. The
 * module has no dependencies, so that the engine can use it, which knows nothing of workflows.
 */
@NullMarked
package dev.anabranch.quotas.internal;

import org.jspecify.annotations.NullMarked;
