import type { DomainBus } from '../../domain-events.ts';
import type { Notices } from '../../notices.ts';
import type { Binding } from '../../platform/call.ts';
import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import { CommentActs } from './comment-acts.ts';
import { purgeCommentsJob } from './comment-deletion.job.ts';
import { CommentDeletionService } from './comment-deletion.service.ts';
import { CommentLikeService } from './comment-likes.service.ts';
import { CommentListService } from './comment-lists.service.ts';
import { CommentPresenter } from './comment-presenter.ts';
import { commentBindings } from './comments.operations.ts';
import { CommentService } from './comments.service.ts';

/** The feature, put together. */
export function createComments(dependencies: {
  database: Database;
  bus: DomainBus;
  summaries: PersonSummaries;
  notices: Notices;
}): { bindings: Binding[]; jobs: JobKind[] } {
  const { database, summaries, notices } = dependencies;
  const acts = new CommentActs(dependencies);
  return {
    bindings: commentBindings({
      comments: new CommentService(acts),
      likes: new CommentLikeService(acts),
      deletion: new CommentDeletionService(acts),
      lists: new CommentListService(database),
      presenter: new CommentPresenter(summaries),
    }),
    jobs: [purgeCommentsJob(database, notices)],
  };
}
