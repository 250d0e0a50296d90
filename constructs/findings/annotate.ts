import { AnnotationMetadataEntryType, type App, DISABLE_STACK_TRACE_IN_METADATA } from 'cdktf';
import { oneLine } from '../../lib/core/finding';
import type { Report } from './judge-stacks';

/** Writes findings into the manifest, from where `cdktf synth` prints them: one line each, with the place of creation below errors. */
export function annotate(app: App, reports: readonly Report[]): void {
  const withPlaces = !app.node.tryGetContext(DISABLE_STACK_TRACE_IN_METADATA);
  for (const { finding, path, created, entry } of reports) {
    entry.annotations.push({
      constructPath: path,
      level: finding.severity === 'error' ? AnnotationMetadataEntryType.ERROR : AnnotationMetadataEntryType.WARN,
      message: oneLine(finding),
      ...(withPlaces && created !== undefined ? { stacktrace: [`    at ${created}`] } : {}),
    });
  }
}
