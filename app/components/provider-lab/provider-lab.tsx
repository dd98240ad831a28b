import { readProviderLab } from '@/lib/auth/http/provider-lab'
import { ProviderLabForm } from './provider-lab-form'

/** Lab only: how a provider is asked, and what becomes of its answer. */
export async function ProviderLab() {
  const chosen = await readProviderLab()
  return (
    chosen && (
      <details className="border-t border-line pt-5">
        <summary className="cursor-pointer text-[0.9375rem]">Lab: how a provider is asked</summary>
        <div className="pt-4">
          <ProviderLabForm chosen={chosen} />
        </div>
      </details>
    )
  )
}
