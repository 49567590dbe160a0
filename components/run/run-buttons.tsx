"use client";
import { Ban, Pause, Play } from "lucide-react";
import { useState } from "react";
import { formatCount } from "@/domain/format";
import { nextStatus, type RunAction, type RunProgress } from "@/domain/run";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent } from "../ui/dialog";
import { DONE_WORDS, RUN_NAMES } from "./words";

const trajectories = (count: number) => formatCount(count, "trajectory", "trajectories");

/** What may be done to a run now. Cancelling asks first: it cannot be taken back. */
export function RunButtons({ progress, onAct }: { progress: RunProgress; onAct: (action: RunAction) => void }) {
  const [isAsking, setAsking] = useState(false);
  const { kind, status, planned, done } = progress;
  const may = (action: RunAction) => nextStatus(status, action) !== null;
  const left = Math.max(0, planned - done);
  return (
    <div className="flex gap-2">
      {may("pause") && (
        <Button onClick={() => onAct("pause")}>
          <Pause aria-hidden />
          Pause
        </Button>
      )}
      {may("resume") && (
        <Button variant="primary" onClick={() => onAct("resume")}>
          <Play aria-hidden />
          Resume
        </Button>
      )}
      {may("cancel") && (
        <Button onClick={() => setAsking(true)}>
          <Ban aria-hidden />
          Cancel
        </Button>
      )}
      <Dialog open={isAsking && may("cancel")} onOpenChange={setAsking}>
        <DialogContent
          title={`Cancel this ${RUN_NAMES[kind]}?`}
          description={
            <>
              <p>
                {done === 0 ? "Nothing is kept yet" : `${trajectories(done)} stay${done === 1 ? "s" : ""}`}
                {"; "}
                {trajectories(left)} will not be {DONE_WORDS[kind]}.
              </p>
              <p className="mt-2">A cancelled {RUN_NAMES[kind]} cannot go on. To stop for a while, pause it.</p>
            </>
          }
        >
          <DialogActions>
            <DialogClose asChild>
              <Button>Let it go on</Button>
            </DialogClose>
            <Button
              variant="danger"
              onClick={() => {
                setAsking(false);
                onAct("cancel");
              }}
            >
              Cancel the {RUN_NAMES[kind]}
            </Button>
          </DialogActions>
        </DialogContent>
      </Dialog>
    </div>
  );
}
