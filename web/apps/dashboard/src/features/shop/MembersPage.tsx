import { useChangeMember, useMembers, useRemoveMember, type Member, type MemberRole } from "@feria/api";
import { Button, Dialog, Note, Panel, Select } from "@feria/ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem, useProblemText } from "../../frame/Problem";
import { WaitingRows } from "../../frame/Waiting";
import { AddMember } from "./AddMember";
import { ROLES } from "./roles";

/** Who works for the shop, and what each may do. */
export function MembersPage({ sellerId, role }: { sellerId: string; role: MemberRole }) {
  const { t } = useTranslation();
  const members = useMembers(sellerId);
  const mayChange = role === "owner";
  return (
    <div className="flex flex-col gap-20">
      <Panel title={t("sell.members.title")} flush>
        {members.isPending && <WaitingRows rows={3} />}
        {members.error && (
          <div className="p-16">
            <Problem fault={members.error} onRetry={() => void members.refetch()} />
          </div>
        )}
        <ul className="divide-y divide-line border-t border-line">
          {members.data?.items.map((member) => (
            <MemberRow key={member.account_id} member={member} sellerId={sellerId} mayChange={mayChange} />
          ))}
        </ul>
      </Panel>
      {mayChange ? <AddMember sellerId={sellerId} /> : <Note>{t("sell.members.ownersOnly")}</Note>}
    </div>
  );
}

type MemberRowProps = { member: Member; sellerId: string; mayChange: boolean };

function MemberRow({ member, sellerId, mayChange }: MemberRowProps) {
  const { t } = useTranslation();
  const change = useChangeMember();
  const problemText = useProblemText();
  const target = { sellerId, accountId: member.account_id };
  return (
    <li className="flex flex-wrap items-center gap-x-16 gap-y-8 px-16 py-12 md:px-20">
      <div className="flex min-w-0 flex-1 basis-160 flex-col">
        <span className="truncate font-500">{member.name}</span>
        <span className="truncate type-small text-ink-2">{member.email}</span>
      </div>
      {mayChange ? (
        <>
          <div className="basis-128">
            <Select
              aria-label={t("sell.members.roleOf", { name: member.name })}
              value={member.role}
              disabled={change.isPending}
              onChange={(event) => change.mutate({ ...target, role: event.target.value as MemberRole })}
              options={ROLES.map((role) => ({ value: role, label: t(`sell.members.role.${role}`) }))}
            />
          </div>
          <RemoveMember member={member} sellerId={sellerId} />
        </>
      ) : (
        <span>{t(`sell.members.role.${member.role}`)}</span>
      )}
      {change.error && (
        <div className="w-full">
          <Note tone="bad">{problemText(change.error)}</Note>
        </div>
      )}
    </li>
  );
}

function RemoveMember({ member, sellerId }: Omit<MemberRowProps, "mayChange">) {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useRemoveMember();
  const problemText = useProblemText();
  return (
    <>
      <Button variant="danger" onClick={() => setIsAsking(true)}>
        {t("sell.members.remove")}
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t("sell.members.removeTitle", { name: member.name })}
        closeLabel={t("frame.close")}
        actions={
          <>
            <Button onClick={() => setIsAsking(false)}>{t("frame.cancel")}</Button>
            <Button
              variant="danger"
              isBusy={remove.isPending}
              onClick={() => remove.mutate({ sellerId, accountId: member.account_id })}
            >
              {t("sell.members.remove")}
            </Button>
          </>
        }
      >
        <p>{t("sell.members.removeHelp")}</p>
        {remove.error && <Note tone="bad">{problemText(remove.error)}</Note>}
      </Dialog>
    </>
  );
}
